/** A file's bytes as base64, without the head of the data address that the browser makes. */
export function readBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error ?? new Error('expected the file to be readable, got no bytes'))
    reader.readAsDataURL(file)
  })
}
