import { Readable } from 'node:stream';
import type { MultipartFile } from '@fastify/multipart';
import {
  Attachment,
  AttachmentContentQuery,
  AttachmentFields,
  AttachmentPage,
  AttachmentQuery,
  IdParams,
  Problem,
  UpdateAttachment,
} from '@torch/contracts';
import { type Actor, shownInline } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../platform/config';
import { contentDisposition } from '../platform/http/content-disposition';
import { CurrentActor, Requires, Returns, ReturnsFile, ReturnsNothing, TakesFile } from '../platform/http/decorators';
import { fieldErrors } from '../platform/http/validation';
import { Storage } from '../platform/storage/storage';
import { AttachmentQueries } from './attachment.queries';
import { byteRange } from './byte-range';
import { AttachmentService, demandFile } from './attachment.service';

@Controller('attachments')
export class AttachmentController {
  constructor(
    private readonly attachments: AttachmentService,
    private readonly queries: AttachmentQueries,
    private readonly storage: Storage,
    private readonly config: Config,
  ) {}

  @Get()
  @Requires('attachment.read')
  @Returns(AttachmentPage)
  page(@CurrentActor() actor: Actor, @Query({ schema: AttachmentQuery }) query: AttachmentQuery) {
    return this.queries.page(actor, query);
  }

  @Get(':id')
  @Requires('attachment.read')
  @Returns(Attachment)
  one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.queries.visible(actor, id);
  }

  /** The bytes, under headers that let no browser run them. */
  @Get(':id/content')
  @Requires('attachment.read')
  @ReturnsFile()
  async content(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Query({ schema: AttachmentContentQuery }) { inline }: AttachmentContentQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { sha256, fileName, contentType, size } = await this.queries.visible(actor, id);
    const etag = `"${sha256}"`;
    const { range, 'if-range': unchanged = etag } = request.headers;
    const piece = unchanged === etag ? byteRange(range, size) : null;
    if (piece === 'unsatisfiable') {
      await reply.status(416).header('content-range', `bytes */${size}`).send();
      return;
    }
    // A HEAD asks for the headers alone: nothing is read that nobody gets.
    const stream = request.method === 'HEAD' ? Readable.from([]) : await this.storage.read(sha256, piece ?? undefined);
    if (piece) void reply.status(206).header('content-range', `bytes ${piece.start}-${piece.end}/${size}`);
    const how = inline && shownInline(contentType) ? 'inline' : 'attachment';
    await reply
      .header('content-type', contentType === 'text/plain' ? 'text/plain; charset=utf-8' : contentType)
      .header('content-length', piece ? piece.end - piece.start + 1 : size)
      .header('accept-ranges', 'bytes')
      .header('etag', etag)
      // Already small, or to arrive byte by byte as it was kept.
      .header('content-encoding', 'identity')
      .header('content-disposition', contentDisposition(how, fileName))
      .header('content-security-policy', `sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'`)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store')
      .send(stream);
  }

  @Post()
  @Requires('attachment.create')
  @TakesFile(AttachmentFields)
  @Returns(Attachment, 201)
  async create(@CurrentActor() actor: Actor, @Req() request: FastifyRequest) {
    if (!request.isMultipart()) throw new Problem('unsupported-media-type', { detail: 'send multipart/form-data' });
    const limits = { fileSize: this.config.settings.ATTACHMENT_LIMIT_BYTES, files: 1, fields: 10 };
    const part = demandFile(await request.file({ limits, throwFileSizeLimit: false }));
    try {
      return await this.attachments.upload(actor, fieldsOf(part), part.filename, part.file);
    } finally {
      // What nobody reads any more must not hold the connection.
      part.file.resume();
    }
  }

  @Patch(':id')
  @Requires('attachment.create')
  @Returns(Attachment)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateAttachment }) input: UpdateAttachment,
  ) {
    return this.attachments.update(actor, id, input);
  }

  @Delete(':id')
  @Requires('attachment.delete')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.attachments.remove(actor, id);
  }
}

/** The text fields before the file. @throws Problem `malformed` at each field that does not fit */
function fieldsOf({ fields }: MultipartFile): AttachmentFields {
  const given = Object.fromEntries(
    Object.entries(fields).flatMap(([name, part]) =>
      part && !Array.isArray(part) && part.type === 'field' ? [[name, part.value]] : [],
    ),
  );
  const result = AttachmentFields.safeParse(given);
  if (result.success) return result.data;
  const errors = fieldErrors(result.error.issues);
  throw new Problem('malformed', {
    detail: errors.map(({ path, message }) => `${path}: ${message}`).join('; '),
    errors,
  });
}
