// What must be there before the application. A file of its own because the content security policy
// allows no inline script.
(() => {
  // The theme is set before the first paint, so that a dark desktop sees no white flash. The
  // application (src/theme/theme.ts) takes over with the same key and class.
  let choice = 'system';
  try {
    choice = localStorage.getItem('baadal.theme') ?? 'system';
  } catch {
    // Storage may be forbidden; the system's theme is right then.
  }
  const dark =
    choice === 'dark' ||
    (choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('pf-v6-theme-dark', dark);

  // An application that does not arrive cannot say so itself: the page would stay empty.
  const sayLost = ({ target }) => {
    const root = document.getElementById('root');
    if (!(target instanceof HTMLScriptElement) || !root || root.hasChildNodes()) return;
    const text = document.createElement('p');
    text.setAttribute('role', 'alert');
    text.textContent = 'Baadal did not load: the server or the network did not answer.';
    const again = document.createElement('button');
    again.textContent = 'Load it again';
    again.addEventListener('click', () => location.reload());
    const page = document.createElement('main');
    page.className = 'bd-lone';
    page.append(text, again);
    root.append(page);
  };
  addEventListener('error', sayLost, true);
})();
