// Sets the theme before the first paint, so that a dark desktop sees no white flash.
// A file of its own because the content security policy allows no inline script.
// The application (src/theme/theme.ts) takes over with the same key and class.
(() => {
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
})();
