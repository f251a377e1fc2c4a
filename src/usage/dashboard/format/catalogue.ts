import { DATES } from './dates';
import { TIMES } from './durations';
import { fixed } from './number';
import {
  binary,
  counted,
  currency,
  either,
  percent,
  plain,
  si,
  stepped,
  suffixed,
  type Unit,
  type WordUnit
} from './unit';

/** `id=symbol`: the number with the symbol behind it. */
const FIXED = `humidity=%H dB=dB dBm=dbm pixel=px accMS2=m/sec² accFS2=f/sec² accG=g degree=° radian=rad grad=grad
arcmin=arcmin arcsec=arcsec areaM2=m² areaF2=ft² areaMI2=mi² acres=ac hectares=ha ppm=ppm conppb=ppb conngm3=ng/m³
conngNm3=ng/Nm³ conμgm3=μg/m³ conμgNm3=μg/Nm³ conmgm3=mg/m³ conmgNm3=mg/Nm³ congm3=g/m³ congNm3=g/Nm³ conmgdL=mg/dL
conmmolL=mmol/L flowgpm=gpm flowcms=cms flowcfs=cfs flowcfm=cfm litreh=L/h flowlpm=L/min flowmlpm=mL/min lux=lux
masslb=lb masst=t lengthcm=cm lengthin=in lengthft=ft lengthmi=mi pressurehpa=hPa pressurekpa=kPa pressurehg="Hg rotrpm=rpm
rotrads=rad/s rotdegs=°/s celsius=°C fahrenheit=°F kelvin=K velocityms=m/s velocitykmh=km/h velocitymph=mph velocityknot=kn
m3=m³ Nm3=Nm³ dm3=dm³ gallons=gal`;

/** `id=symbol*power`: thousands by the SI's prefixes, values given in that power of 1000. */
const SI = `flops=FLOPS mflops=FLOPS*2 gflops=FLOPS*3 tflops=FLOPS*4 pflops=FLOPS*5 eflops=FLOPS*6 zflops=FLOPS*7
yflops=FLOPS*8 sishort= candela=cd Wm2=W/m² decbytes=B deckbytes=B*1 decmbytes=B*2 decgbytes=B*3 dectbytes=B*4 decpbytes=B*5 decbits=b pps=p/s
Bps=B/s KBs=B/s*1 MBs=B/s*2 GBs=B/s*3 TBs=B/s*4 PBs=B/s*5 bps=b/s Kbits=b/s*1 Mbits=b/s*2 Gbits=b/s*3 Tbits=b/s*4
Pbits=b/s*5 watt=W kwatt=W*1 megwatt=W*2 gwatt=W*3 mwatt=W*-1 voltamp=VA kvoltamp=VA*1 voltampreact=VAr kvoltampreact=VAr*1
watth=Wh watthperkg=Wh/kg kwatth=Wh*1 kwattm=W-Min*1 mwatth=Wh*2 amph=Ah kamph=Ah*1 mamph=Ah*-1 joule=J ev=eV amp=A kamp=A*1
mamp=A*-1 volt=V kvolt=V*1 mvolt=V*-1 mohm=Ω*-1 ohm=Ω kohm=Ω*1 Mohm=Ω*2 farad=F µfarad=F*-2 nfarad=F*-3 pfarad=F*-4
ffarad=F*-5 henry=H mhenry=H*-1 µhenry=H*-2 lumens=Lm forceNm=Nm forcekNm=Nm*1 forceN=N forcekN=N*1 Hs=H/s KHs=H/s*1 MHs=H/s*2
GHs=H/s*3 THs=H/s*4 PHs=H/s*5 EHs=H/s*6 massmg=g*-1 massg=g masskg=g*1 lengthmm=m*-1 lengthm=m lengthkm=m*1
pressurembar=bar*-1 pressurebar=bar pressurekbar=bar*1 pressurepa=Pa radbq=Bq radci=Ci radgy=Gy radrad=rad radsv=Sv
radmsv=Sv*-1 radusv=Sv*-2 radrem=rem radexpckg=C/kg radr=R radsvh=Sv/h radmsvh=Sv/h*-1 radusvh=Sv/h*-2 rothz=Hz rotkhz=Hz*1
rotmhz=Hz*2 rotghz=Hz*3 hertz=Hz mlitre=L*-1 litre=L`;

/** `id=symbol*power`: steps of 1024. */
const BINARY = `bytes=B kbytes=B*1 mbytes=B*2 gbytes=B*3 tbytes=B*4 pbytes=B*5 bits=b binBps=B/s KiBs=B/s*1 MiBs=B/s*2
GiBs=B/s*3 TiBs=B/s*4 PiBs=B/s*5 binbps=b/s Kibits=b/s*1 Mibits=b/s*2 Gibits=b/s*3 Tibits=b/s*4 Pibits=b/s*5`;

/** `id=symbol`: thousands as `K`, `M`, `B` directly behind the number. */
const COUNTED = `cps=c/s ops=ops/s reqps=req/s rps=rd/s wps=wr/s iops=io/s eps=evt/s mps=msg/s recps=rec/s rowsps=rows/s
cpm=c/m opm=ops/m reqpm=req/m rpm=rd/m wpm=wr/m epm=evts/m mpm=msgs/m recpm=rec/m rowspm=rows/m`;

/** `code=symbol` of `currency` + code; a trailing `*1` puts the symbol behind. */
const MONEY = `USD=$ GBP=£ EUR=€ JPY=¥ RUB=₽ UAH=₴ BRL=R$ DKK=kr*1 ISK=kr*1 NOK=kr*1 SEK=kr*1 CZK=czk CHF=CHF PLN=PLN BTC=฿
mBTC=mBTC μBTC=μBTC ZAR=R INR=₹ KRW=₩ IDR=Rp PHP=PHP VND=đ*1 TRY=₺*1 MYR=RM XPF=XPF BGN=BGN PYG=₲ UYU=UYU ILS=₪`;

function table(
  text: string,
  make: (symbol: string, power: number) => Unit,
  prefix = ''
): ReadonlyArray<readonly [string, Unit]> {
  return text.split(/\s+/).map(entry => {
    const [id, rest] = entry.split('=');
    const [symbol, power = '0'] = rest.split('*');
    return [`${prefix}${id}`, make(symbol, Number(power))];
  });
}

function hex(prefix: string): WordUnit {
  return {
    words: (value, decimals) => {
      if (!Number.isFinite(value)) {
        return plain(fixed(value, 0));
      }
      const rounded = Number(fixed(value, decimals));
      const digits = Math.abs(rounded).toString(16);
      return plain(`${rounded < 0 ? '-' : ''}${prefix}${digits.toUpperCase()}`);
    }
  };
}

const scientific: WordUnit = {
  words: (value, decimals) =>
    plain(
      Number.isFinite(value)
        ? value.toExponential(
            decimals === null ? undefined : Math.min(100, Math.max(0, decimals))
          )
        : fixed(value, 0)
    )
};

const localized: WordUnit = {
  words: (value, decimals) =>
    plain(
      value.toLocaleString(undefined, {
        maximumFractionDigits: Math.min(20, Math.max(0, decimals ?? 3))
      })
    )
};

const SHORT = [
  '',
  ...'K Mil Bil Tri Quadr Quint Sext Sept'.split(' ').map(name => ` ${name}`)
];

/** All units by Grafana's ids. */
export const CATALOGUE: ReadonlyMap<string, Unit> = new Map<string, Unit>([
  ['', suffixed('')],
  ['none', suffixed('')],
  ['string', { words: value => plain(String(value)) }],
  ['short', stepped(1000, SHORT)],
  ['percent', percent(1)],
  ['percentunit', percent(100)],
  ['hex0x', hex('0x')],
  ['hex', hex('')],
  ['sci', scientific],
  ['locale', localized],
  ['pressurepsi', stepped(1000, ['psi', 'ksi', 'Mpsi'])],
  ['bool', either('True', 'False')],
  ['bool_yes_no', either('Yes', 'No')],
  ['bool_on_off', either('On', 'Off')],
  ...table(FIXED, suffixed),
  ...table(SI, si),
  ...table(BINARY, binary),
  ...table(COUNTED, counted),
  ...table(
    MONEY,
    (symbol, behind) => currency(symbol, behind === 1),
    'currency'
  ),
  ...Object.entries(TIMES),
  ...Object.entries(DATES)
]);
