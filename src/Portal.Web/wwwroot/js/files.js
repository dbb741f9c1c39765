// Saves what the server streams as a file.
export async function download(stream, name, type) {
  const url = URL.createObjectURL(new Blob([await stream.arrayBuffer()], { type }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
