// Preloaded into the application by the launcher: when the launcher is gone (kill -9), the application ends in
// good order, instead of living on with a port and a database that the next start wants.
const DEADLINE_MS = ((Number(process.env.SHUTDOWN_SECONDS) || 20) + 5) * 1000;

if (process.channel) {
  process.on('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), DEADLINE_MS).unref();
  });
  process.channel.unref(); // being watched must not keep it alive
}
