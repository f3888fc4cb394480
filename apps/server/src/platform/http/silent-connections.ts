import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/**
 * Ends, when the server closes, the connections over which nothing was ever asked. Browsers open such ahead of a request;
 * Node waits for them, while it ends those that are idle after one.
 */
export function endSilentConnections(app: NestFastifyApplication): void {
  const server: Server = app.getHttpServer();
  const open = new Set<Socket>();
  let closing = false;
  server.on('connection', (socket: Socket) => {
    if (closing) return void socket.destroy();
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('preClose', (done: () => void) => {
      closing = true;
      for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
      done();
    });
}
