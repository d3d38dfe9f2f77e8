import { HostAffinities } from './HostAffinities.tsx';
import { useHostPage } from './HostPage.tsx';
import { HostVmList } from './HostVmList.tsx';

/** The VMs on a host, and those that are bound to it or kept off it. */
export function Component() {
  const host = useHostPage();
  return (
    <>
      <HostVmList hostId={host.id} count={host.vmCount} />
      <HostAffinities host={host} />
    </>
  );
}
