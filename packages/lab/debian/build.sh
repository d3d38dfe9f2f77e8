#!/bin/bash
# Builds the disk image of the Debian template, in a mount namespace of its own (unshare --mount), so
# that its mounts and their loop device go when it ends, however it ends.
#
# usage: build.sh <work dir>    makes <work dir>/debian.raw, 2 GiB, sparse
set -eu
umask 022
work=$1
image=$work/debian.raw
root=$work/root
mbr=/usr/lib/syslinux/mbr/mbr.bin
packages=linux-image-cloud-amd64,systemd-sysv,dbus,udev,cloud-init,cloud-guest-utils
packages+=,openssh-server,qemu-guest-agent,ifupdown,isc-dhcp-client,iproute2,iputils-ping
packages+=,sudo,ca-certificates,less,vim-tiny

truncate --size 2G "$image"
echo 'start=2048, type=83, bootable' | sfdisk --quiet --label dos "$image"
dd if="$mbr" of="$image" bs=440 count=1 conv=notrunc status=none
# The boot loader reads neither 64-bit ext4 nor its checksums.
mkfs.ext4 -q -F -L root -O ^64bit,^metadata_csum -E offset=1048576 "$image" $((2 * 1024 * 1024 - 1024))k
mkdir "$root"
mount -o loop,offset=1048576 "$image" "$root"

mmdebstrap --mode=root --quiet --variant=minbase --include="$packages" \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' bookworm "$root"

echo 'LABEL=root / ext4 errors=remount-ro,discard 0 1' >"$root/etc/fstab"
# A new machine-id and new host keys for every VM: cloud-init and systemd make them at first boot.
: >"$root/etc/machine-id"
rm -f "$root"/etc/ssh/ssh_host_*
echo debian >"$root/etc/hostname"
: >"$root/etc/resolv.conf"
cat >"$root/etc/cloud/cloud.cfg.d/90_baadal.cfg" <<'END'
# A NoCloud seed disk (label cidata) or nothing; the host name is to resolve.
datasource_list: [NoCloud, None]
manage_etc_hosts: true
# The image has no locales: setting one would end the first boot with the status "error".
locale: false
ssh_genkeytypes: [ed25519, ecdsa]
END

mkdir -p "$root/boot/extlinux"
cat >"$root/boot/extlinux/extlinux.conf" <<'END'
DEFAULT debian
LABEL debian
  KERNEL /vmlinuz
  INITRD /initrd.img
  APPEND root=LABEL=root ro net.ifnames=0 console=tty0 console=ttyS0,115200
END
extlinux --install "$root/boot/extlinux"
# What the packages took while they were unpacked goes out of the image again.
fstrim "$root"
umount "$root"
