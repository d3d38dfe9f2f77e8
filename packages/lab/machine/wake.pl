# Powers machines on that a magic packet (Wake-on-LAN) names: UDP, port 9.
#
# usage: perl wake.pl <mac>=<machine> … -- <chassis command> with MACHINE where its name belongs
use strict;
use warnings;
use IO::Socket::INET;

my (%machines, @command);
while (@ARGV) {
  my $word = shift;
  if ($word eq '--') { @command = @ARGV; last }
  my ($mac, $name) = split /=/, $word;
  $machines{ lc $mac } = $name;
}
my $socket = IO::Socket::INET->new(Proto => 'udp', LocalPort => 9, ReuseAddr => 1) or die "port 9: $!";
$SIG{CHLD} = 'IGNORE';
while (defined $socket->recv(my $packet, 1024)) {
  next unless $packet =~ /\A\xff{6}(.{6})\1{15}/s;
  my $name = $machines{ join ':', map { sprintf '%02x', ord } split //, $1 } or next;
  next if fork;
  exec map { $_ eq 'MACHINE' ? $name : $_ } @command, 'set', 'power', '1';
}
