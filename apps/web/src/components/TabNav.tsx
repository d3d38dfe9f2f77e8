import { NavLink } from 'react-router';
import './TabNav.css';

/** Tabs that are routes: links, so that they can be opened, copied and gone back from. */
export function TabNav(props: {
  label: string;
  tabs: readonly { readonly to: string; readonly label: string }[];
}) {
  return (
    <nav className="bd-tabs" aria-label={props.label} data-tabs>
      {props.tabs.map((tab) => (
        <NavLink key={tab.to} to={tab.to} end replace>
          {tab.label}
        </NavLink>
      ))}
    </nav>
  );
}
