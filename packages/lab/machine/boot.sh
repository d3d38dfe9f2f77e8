#!/bin/bash
# PID 1 of a lab machine in its own root: network, switch, daemons by role; then says "ready" on
# the stdout it was given and reaps orphans for ever.
set -eu
umount -l /.old
exec 4>&1 </dev/null >>/var/log/lab-boot.log 2>&1
trap 'echo "failed: $BASH_COMMAND" >&4' ERR
# shellcheck disable=SC1091
. /etc/lab/machine.conf
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root

quiet() { "$@" 4>&-; }

start_network() {
  hostname "$NAME"
  ip link set lo up
  ip link set eth1 up
  ip addr add "$ADDRESS" dev eth0
  ip link set eth0 up
  ip route add default via "$ROUTE"
}

# The switch's database starts empty at each boot: ports of guests that a power cut took away
# would else stay in it for ever. libvirt adds the ports of running guests itself.
start_switch() {
  rm -f /etc/openvswitch/conf.db
  ovsdb-tool create /etc/openvswitch/conf.db /usr/share/openvswitch/vswitch.ovsschema
  ovsdb-server /etc/openvswitch/conf.db --remote=punix:/run/openvswitch/db.sock \
    --pidfile --detach --log-file --no-chdir
  ovs-vsctl --no-wait init
  ovs-vswitchd unix:/run/openvswitch/db.sock --pidfile --detach --log-file --no-chdir
  ovs-vsctl --may-exist add-br br-int -- set bridge br-int datapath_type=netdev \
    -- --may-exist add-port br-int eth1
}

start_host() {
  quiet virtlogd -d
  quiet libvirtd -d
}

start_gateway() {
  echo 1 >/proc/sys/net/ipv4/ip_forward
  interfaces=()
  for vlan in $VLANS; do
    tag=${vlan%%:*}
    ovs-vsctl --may-exist add-port br-int "v$tag" "tag=$tag" -- set interface "v$tag" type=internal
    ip addr add "${vlan#*:}" dev "v$tag"
    ip link set "v$tag" up
    interfaces+=("v$tag")
  done
  touch /var/lib/dhcp/dhcpd.leases
  quiet dhcpd -4 -q -cf /etc/lab/dhcpd.conf -lf /var/lib/dhcp/dhcpd.leases \
    -pf /run/dhcpd.pid "${interfaces[@]}"
}

start_network
quiet /usr/sbin/sshd
quiet start_switch &
switch=$!
case $ROLE in
  host) start_host; wait "$switch" ;;
  gateway) wait "$switch"; start_gateway ;;
esac

trap - ERR
trap 'exit 0' TERM
echo ready >&4
exec 4>&-
sleep infinity &
idle=$!
while kill -0 "$idle" 2>/dev/null; do wait "$idle" || true; done
