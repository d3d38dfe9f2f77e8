#!/bin/bash
# What a machine's BMC does to it: called by ipmi_sim, and by the listener for magic packets.
#
# usage: chassis.sh <state dir> <machine> <lab cli> <node> <pid in the controller's network> get|set <what> [value] …
set -u
state=$1 machine=$2 cli=$3 node=$4 outside=$5
shift 5
verb=${1:-} what=${2:-} value=${3:-}

# The machine's process, told from a later one with its pid by its start time.
is_on() {
  local record=$state/machines/$machine/process.json pid start
  [ -f "$record" ] || return 1
  read -r pid start < <(tr -d ' \n"' <"$record" | sed -n 's/.*outer:{pid:\([0-9]*\),startTime:\([0-9]*\).*/\1 \2/p')
  [ -n "${pid:-}" ] && [ "$(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | cut -d ' ' -f 20)" = "$start" ]
}

# ipmi_sim blocks signals, which its children would inherit, and lives in the switch's network.
lab() {
  perl -e 'use POSIX qw(:signal_h); sigprocmask(SIG_SETMASK, POSIX::SigSet->new); exec @ARGV or exit 127' \
    nsenter "--net=/proc/$outside/ns/net" "$node" "$cli" --state-dir "$state" "$1" "$machine" </dev/null >/dev/null 2>&1
}

case "$verb $what" in
  'get power') if is_on; then echo power:1; else echo power:0; fi ;;
  'get '*) echo "$what:0" ;;
  'set power') if [ "$value" = 1 ]; then is_on || lab power-on; else ! is_on || lab power-off; fi ;;
  'set reset') ! is_on || { lab power-off && lab power-on; } ;;
  'set shutdown') ! is_on || lab power-off ;;
esac
exit 0
