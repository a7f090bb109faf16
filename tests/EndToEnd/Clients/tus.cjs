// Uploads one file with tus-js-client, and says on its standard output what happens, a line each.
'use strict';
const fs = require('node:fs');
const [modules, endpoint, token, file, name, text] = process.argv.slice(2);
const tus = require(`${modules}/tus-js-client`);
const settings = JSON.parse(text);

const upload = new tus.Upload(fs.createReadStream(file), {
  endpoint,
  headers: { Authorization: `Bearer ${token}` },
  metadata: { filename: name },
  chunkSize: settings.chunkSize ?? Infinity,
  parallelUploads: settings.parallelUploads ?? 1,
  uploadSize: settings.parallelUploads ? undefined : fs.statSync(file).size,
  // A server that starts again takes a moment.
  retryDelays: Array(200).fill(100),
  ...(settings.urls && { urlStorage: new tus.FileUrlStorage(settings.urls) }),
  storeFingerprintForResuming: Boolean(settings.urls),
  onProgress(sent) {
    console.log(`sent ${sent}`);
    if (settings.abortAt && sent >= settings.abortAt) {
      settings.abortAt = 0;
      upload.abort().then(() => process.exit(0));
    }
  },
  onAfterResponse(request, response) {
    console.log(`${request.getMethod()} ${response.getStatus()} ${response.getHeader('Upload-Offset') ?? ''}`);
  },
  onError(error) {
    console.error(error);
    process.exit(1);
  },
  onSuccess() {
    console.log('done');
    process.exit(0);
  },
});

(settings.urls ? upload.findPreviousUploads() : Promise.resolve([])).then((previous) => {
  if (previous.length > 0) {
    console.log('resumes');
    upload.resumeFromPreviousUpload(previous[0]);
  }
  upload.start();
});
