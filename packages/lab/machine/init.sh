#!/bin/bash
# PID 1 of a lab machine until it enters its own root. Builds that root (an overlay of this
# machine's /, with the machine's disk as upper layer), then waits on stdin until its network
# cards are plugged in. End of input instead of "go" means that whoever powered it on is gone.
#
# usage: init.sh <machine dir> <datastore mount> <shared dir>
set -eu
umask 022
machine=$1 datastore=$2 shared=$3
root=$machine/root

mount -t overlay lab-disk -o "lowerdir=/,upperdir=$machine/disk,workdir=$machine/work" "$root"

# First boot: what the machine below has in these places is not this machine's. Removing them
# through the overlay makes them opaque. /root is bound instead, since it may hold many files.
if [ ! -e "$root/etc/lab/installed" ]; then
  for path in etc/ssh etc/openvswitch etc/libvirt/qemu etc/libvirt/storage etc/libvirt/secrets \
    var/lib/libvirt var/cache/libvirt var/log/libvirt var/log/openvswitch var/lib/dhcp; do
    rm -rf "${root:?}/$path"
    mkdir -p "$root/$path"
  done
  # sshd refuses an account whose password field begins with "!", keys or not.
  sed -i 's/^root:[^:]*:/root:*:/' "$root/etc/shadow"
  mkdir -p "$root/etc/lab" "$root/.old" "$root/srv/lab/shared" "$root/mnt/datastore"
  rm -f "$root/etc/hosts" "$root/etc/hostname" "$root/etc/machine-id"
  touch "$root/etc/lab/installed"
fi
cp -r --remove-destination "$machine/install/." "$root/"
ln -sf /srv/lab/shared/hosts "$root/etc/hosts"

mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount -t tmpfs -o mode=755 run "$root/run"
mount -t tmpfs -o mode=1777 tmp "$root/tmp"
mkdir -p "$root/run/sshd" "$root/run/lock" "$root/run/libvirt" "$root/run/openvswitch"

# A /dev of its own, without /dev/kvm: where that device exists but does not work, libvirt
# would offer it; guests run by TCG everywhere alike.
mount -t tmpfs -o mode=755 dev "$root/dev"
mkdir -p "$root/dev/net" "$root/dev/pts" "$root/dev/shm"
mknod -m 666 "$root/dev/null" c 1 3
mknod -m 666 "$root/dev/zero" c 1 5
mknod -m 666 "$root/dev/full" c 1 7
mknod -m 666 "$root/dev/random" c 1 8
mknod -m 666 "$root/dev/urandom" c 1 9
mknod -m 666 "$root/dev/tty" c 5 0
mknod -m 666 "$root/dev/net/tun" c 10 200
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
ln -s /proc/self/fd/0 "$root/dev/stdin"
ln -s /proc/self/fd/1 "$root/dev/stdout"
ln -s /proc/self/fd/2 "$root/dev/stderr"
mount -t tmpfs -o mode=1777 shm "$root/dev/shm"

mount --bind "$machine/home" "$root/root"
mount --bind "$datastore" "$root/mnt/datastore"
mount --bind "$shared" "$root/srv/lab/shared"

echo plug
read -r _

cd "$root"
pivot_root . .old
exec chroot . /bin/bash /etc/lab/boot.sh
