// Short answers: JSON and plain text, never kept by a cache.

import type { ServerResponse } from "node:http";

export const sendJson = (response: ServerResponse, value: unknown): void => {
  response.writeHead(200, { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" });
  response.end(JSON.stringify(value));
};

export const sendText = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" });
  response.end(`${text}\n`);
};
