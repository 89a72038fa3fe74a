import { chromium } from 'playwright-core';
const [,, port, out, hash, w='1440', h='900', scheme='light', click=''] = process.argv;
const b = await chromium.launch({ executablePath:'/usr/bin/chromium', args:['--no-sandbox','--disable-gpu','--disable-background-networking'] });
const p = await b.newPage({ viewport:{width:+w,height:+h}, colorScheme: scheme });
await p.goto(`http://127.0.0.1:${port}/${hash}`);
await p.waitForTimeout(14000);
for (const c of click.split('|').filter(Boolean)) { await p.locator('service-circle').locator(c).first().click(); await p.waitForTimeout(6000); }
await p.screenshot({ path: out });
await b.close();
