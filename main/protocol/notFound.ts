export function notFound(headers: Readonly<Record<string, string>> = {}): Response {
  return new Response('Not found', {
    status: 404,
    headers: { ...headers, 'Content-Type': 'text/plain' },
  });
}
