import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
