import { defineConfig } from 'vite';

// `base: './'` and hashed assets keep the build relocatable: a sub-folder, a web-view or a host page.
export default defineConfig({
  base: './',
  server: { host: '127.0.0.1', fs: { allow: ['..'] } },
  preview: { host: '127.0.0.1' },
  worker: { format: 'es' },
  build: { target: ['chrome96', 'safari15', 'firefox114'] },
});
