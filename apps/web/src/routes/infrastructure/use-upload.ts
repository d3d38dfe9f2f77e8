import type { ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useEffect, useRef, useState } from 'react';
import { type ApiFault, faultOf } from '../../api/api-fault.ts';
import {
  AddTemplateDocument,
  CreateUploadDocument,
  type UploadRowFragment,
} from '../../api/generated/graphql.ts';
import { t } from '../../messages/message.ts';
import { showTask } from '../../shell/toast-store.ts';
import { SendFault, sendFile } from './send-file.ts';
import { detailsOf, formatOf, type TemplateDraft } from './template-form.ts';

/** How far an upload is. */
export type UploadState =
  | { readonly kind: 'IDLE' }
  | { readonly kind: 'SENDING' | 'PAUSED'; readonly percent: number }
  | { readonly kind: 'FAILED'; readonly percent: number; readonly reason: string };

/** What is sent, and what is made of it. */
export interface UploadOrder {
  /** Undefined: all of it has arrived before. */
  readonly file: File | undefined;
  readonly sha256: string;
  readonly draft: TemplateDraft;
}

async function create(client: ApolloClient, order: UploadOrder): Promise<UploadRowFragment> {
  const { file, sha256 } = order;
  if (!file) throw new Error('no file');
  const { data } = await client.mutate({
    mutation: CreateUploadDocument,
    variables: {
      input: {
        fileName: file.name,
        sizeBytes: String(file.size),
        format: formatOf(file.name),
        ...(sha256 && { sha256 }),
      },
    },
  });
  if (!data) throw new Error('no upload');
  return data.createUpload;
}

/**
 * Sends an image and adds the template that is made of it. A pause or a cut keeps what has arrived:
 * `start` goes on from there. Leaving the page pauses.
 * @param begun an upload that was begun before; undefined: a new one
 */
export function useUpload(begun: UploadRowFragment | undefined, onAdded: () => void) {
  const client = useApolloClient();
  const upload = useRef(begun);
  const abort = useRef<AbortController | undefined>(undefined);
  const [state, setState] = useState<UploadState>({ kind: 'IDLE' });
  const [fault, setFault] = useState<ApiFault>();
  useEffect(() => () => abort.current?.abort(), []);

  const send = async ({ url }: UploadRowFragment, file: File): Promise<boolean> => {
    const controller = new AbortController();
    abort.current = controller;
    let percent = 0;
    const onProgress = (bytes: number) => {
      percent = Math.floor((bytes / file.size) * 100);
      setState({ kind: 'SENDING', percent });
    };
    try {
      await sendFile({ url, file, signal: controller.signal, onProgress });
      return true;
    } catch (error) {
      if (controller.signal.aborted) setState({ kind: 'PAUSED', percent });
      else {
        const said = error instanceof SendFault ? error.message : '';
        setState({ kind: 'FAILED', percent, reason: said || t('upload.lost') });
      }
      return false;
    }
  };
  const start = async (order: UploadOrder): Promise<void> => {
    setFault(undefined);
    try {
      upload.current ??= await create(client, order);
      if (order.file && !(await send(upload.current, order.file))) return;
      const { data } = await client.mutate({
        mutation: AddTemplateDocument,
        variables: { input: { uploadId: upload.current.id, ...detailsOf(order.draft) } },
      });
      if (data) showTask(data.addTemplate);
      onAdded();
    } catch (error) {
      setState({ kind: 'IDLE' });
      setFault(faultOf(error));
    }
  };
  return { state, fault, start, pause: () => abort.current?.abort() } as const;
}
