import type { FastifyReply } from 'fastify';

/** A file to keep, under headers that let no browser run it and no cache hold it. @param name plain ASCII */
export const sendFile = (reply: FastifyReply, file: Buffer, contentType: string, name: string): FastifyReply =>
  reply
    .header('content-type', contentType)
    .header('content-length', file.length)
    .header('content-encoding', 'identity')
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'private, no-store')
    .send(file);
