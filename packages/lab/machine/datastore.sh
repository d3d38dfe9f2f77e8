#!/bin/bash
# PID 1 of the lab's storage: one bindfs mount, in a mount namespace that the hosts copy theirs from.
# Being one mount for all hosts it keeps the locks QEMU takes on images, so a disk cannot run on two
# hosts; separate mounts of the same directory would not see each other's locks.
#
# usage: datastore.sh <directory> <mount point>
set -eu
exec 4>&1 >&2
trap 'echo "failed: $BASH_COMMAND" >&4' ERR
echo plug >&4
read -r _
exec </dev/null
# subtype glusterfs: what libvirt takes for shared storage, on which it migrates live.
# O_DIRECT must be passed on, else cache='none' would be refused.
bindfs --multithreaded --forward-odirect=512 -o fsname=datastore,subtype=glusterfs "$1" "$2" 4>&-
trap - ERR
echo ready >&4
exec 4>&-
sleep infinity &
idle=$!
while kill -0 "$idle" 2>/dev/null; do wait "$idle" || true; done
