import { chromium } from '@playwright/test';
import { Mistd } from './fixtures/mistd.mjs';
const out='/tmp/images-shots'; import { mkdirSync } from 'node:fs'; mkdirSync(out,{recursive:true});
const server = await Mistd.start({ demo: [] });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args:['--no-sandbox'] });
const ctx = await browser.newContext({ viewport:{width:1440,height:900}});
const page = await ctx.newPage();
page.on('console', m => { if (m.type()==='error'||m.type()==='warning') console.log('console', m.text()); });
page.on('pageerror', e => console.log('pageerror', e.message));
await page.goto(await server.link());
await page.getByRole('heading',{level:1,name:'Machines'}).waitFor();
const token = await server.token();
const backends = await (await server.fetch('/backends',{token})).json();
console.log(backends.map(b=>b.title+' '+b.provider+' '+b.region).join('\n'));
const of = p => backends.find(b=>b.provider.startsWith(p)).id;
const shots = {
  images: `#/images?backend=${of('ec2')}`,
  providers: '#/providers',
  'be-machines': `#/backends/${of('openstack')}`,
  'be-images': `#/backends/${of('openstack')}?tab=images`,
  'be-sizes': `#/backends/${of('ec2')}?tab=sizes`,
  'be-locations': `#/backends/${of('ec2')}?tab=locations`,
  'be-networks': `#/backends/${of('openstack')}?tab=networks`,
};
for (const [name, hash] of Object.entries(shots)) {
  await page.evaluate(h => { location.hash = h; }, hash);
  await page.waitForTimeout(1500);
  for (const [w,h] of [[1440,900],[768,1024],[390,844]]) for (const s of ['light','dark']) {
    if (s==='dark' && w!==1440) continue;
    await page.setViewportSize({width:w,height:h}); await page.emulateMedia({colorScheme:s});
    await page.waitForTimeout(150);
    await page.screenshot({path:`${out}/${name}-${w}-${s}.png`});
  }
  await page.setViewportSize({width:1440,height:900}); await page.emulateMedia({colorScheme:'light'});
}
// typing at 25,000
await page.evaluate(h => { location.hash = h; }, shots.images);
await page.getByRole('searchbox',{name:'Search images'}).waitFor();
await page.waitForTimeout(1500);
console.log(await page.getByRole('status').allTextContents());
const box = page.getByRole('searchbox',{name:'Search images'});
await box.focus();
const t = await page.evaluate(async () => {
  const input = document.querySelector('input[type=search]'); const times=[];
  for (const text of ['u','ub','ubu','ubun','ubuntu','ubunt','ub','','a','am','ami','']) {
    const t0=performance.now(); input.value=text; input.dispatchEvent(new Event('input',{bubbles:true}));
    await new Promise(r=>setTimeout(r)); const t1=performance.now();
    await new Promise(r=>requestAnimationFrame(()=>setTimeout(r))); times.push([text,(t1-t0).toFixed(1),(performance.now()-t0).toFixed(1)]);
  } return times; });
console.log('typing', JSON.stringify(t));
await box.fill('ubuntu 14'); await page.getByRole('button',{name:'Search on the server'}).click();
await page.waitForTimeout(1500);
await page.screenshot({path:`${out}/images-search.png`});
await box.fill('');
await page.getByRole('list',{name:'Images'}).getByRole('listitem').first().getByRole('button').nth(1).click();
await page.waitForTimeout(400);
await page.screenshot({path:`${out}/images-details.png`});
await page.keyboard.press('Escape');
const scroll = await page.evaluate(async () => { const times=[]; for (let i=1;i<=20;i++){ const t0=performance.now(); window.scrollTo(0, document.documentElement.scrollHeight*i/20); await new Promise(r=>requestAnimationFrame(()=>setTimeout(r))); times.push((performance.now()-t0).toFixed(1)); } return times; });
console.log('scroll', scroll.join(' '), await page.evaluate(()=>document.querySelectorAll('.image-row').length), await page.evaluate(()=>document.querySelectorAll('*').length));
await page.screenshot({path:`${out}/images-end.png`});
await page.evaluate(h => { location.hash = h; }, shots['be-networks']);
await page.getByRole('button',{name:'Create network'}).click();
await page.getByRole('textbox',{name:'CIDR'}).fill('10.0.0.5/24'); await page.getByRole('textbox',{name:'Gateway'}).fill('10.1.0.1');await page.getByRole('textbox',{name:'Name',exact:true}).click();
await page.waitForTimeout(300);
await page.screenshot({path:`${out}/network-create.png`});
await browser.close(); await server.close();
