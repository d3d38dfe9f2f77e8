import { useLayoutEffect, useRef } from 'react';
import { NavLink, useLocation } from 'react-router';
import './TabNav.css';

/** Tabs that are routes: links, so that they can be opened, copied and gone back from. */
export function TabNav(props: {
  label: string;
  tabs: readonly { readonly to: string; readonly label: string }[];
}) {
  const bar = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // A phone shows some of the tabs: the one that is open is among them.
  useLayoutEffect(() => {
    const nav = bar.current;
    const open = nav?.querySelector<HTMLElement>('[aria-current="page"]');
    if (!nav || !open) return;
    nav.scrollLeft = open.offsetLeft - nav.offsetLeft - (nav.clientWidth - open.offsetWidth) / 2;
  }, [pathname]);
  return (
    <nav ref={bar} className="bd-tabs" aria-label={props.label} data-tabs>
      {props.tabs.map((tab) => (
        <NavLink key={tab.to} to={tab.to} end replace>
          {tab.label}
        </NavLink>
      ))}
    </nav>
  );
}
