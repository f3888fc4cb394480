import { Attachment, ProblemDetails } from '@torch/contracts';
import type { AttachmentKind, AttachmentSubject } from '@torch/domain';

export type UploadState = 'waiting' | 'sending' | 'failed';

/** Why an upload failed, as a key of the words. */
export type UploadError = 'type' | 'empty' | 'too-large' | 'infected' | 'offline' | 'scanner' | 'other';

export interface Target {
  subjectType: AttachmentSubject;
  subjectId: string;
  kind: AttachmentKind;
}

/** An upload that was refused or broke off. */
export class UploadFailure extends Error {
  constructor(readonly reason: UploadError) {
    super(reason);
  }
}

/**
 * Sends one file with its progress, which only the older of the browser's two ways tells.
 * @param key the same for every try, so that one that arrived after all is not kept twice
 * @param userId for whom the page speaks
 */
export function send(
  file: File,
  { subjectType, subjectId, kind }: Target,
  {
    key,
    userId,
    progress,
    abort,
  }: { key: string; userId: string; progress: (share: number) => void; abort: AbortSignal },
): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ subjectType, subjectId, kind })) body.append(name, value);
    body.append('file', file, file.name);
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v1/attachments');
    request.setRequestHeader('Idempotency-Key', key);
    request.setRequestHeader('X-User-Id', userId);
    request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status === 201) resolve(Attachment.parse(JSON.parse(request.responseText)));
      else reject(new UploadFailure(reasonOf(request)));
    };
    request.onerror = () => reject(new UploadFailure('offline'));
    request.onabort = () => reject(new UploadFailure('offline'));
    abort.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}

function reasonOf({ status, responseText }: XMLHttpRequest): UploadError {
  const problem = parse(responseText);
  const code = problem?.errors.find(({ path }) => path === 'file')?.code;
  if (code === 'type' || code === 'empty' || code === 'infected' || code === 'too-large') return code;
  if (status === 413) return 'too-large';
  return problem?.type.endsWith('scanner-unavailable') ? 'scanner' : 'other';
}

function parse(text: string): ProblemDetails | null {
  try {
    const result = ProblemDetails.safeParse(JSON.parse(text));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}
