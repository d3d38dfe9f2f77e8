// Loaded into a measured server before its own code: answers how much memory it uses.
// Costs one listener on the channel to the program that started it.
interface Global {
  readonly gc?: () => void;
}

process.on('message', (message) => {
  if (message !== 'memory') return;
  const rssBefore = process.memoryUsage.rss();
  (globalThis as Global).gc?.();
  (globalThis as Global).gc?.();
  process.send?.({ event: 'memory', rssBefore, ...process.memoryUsage() });
});
// The server is to end when its work ends, not to live for our questions.
process.channel?.unref();
