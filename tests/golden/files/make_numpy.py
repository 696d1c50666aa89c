# Writes the .npy, .npz and .safetensors files of this folder and ../files_numpy.json, which says what they hold.
import io, json, os, sys, zipfile
import numpy as np
from numpy.lib import format as npy
from safetensors.numpy import save_file, save

os.chdir(os.path.dirname(os.path.abspath(__file__)))
rng = np.random.RandomState(7)
cases = []

def arr(x):
    d = 'uint8' if x.dtype == bool else x.dtype.newbyteorder('=').name
    fix = lambda v: v if not isinstance(v, float) or np.isfinite(v) else 'NaN' if v != v else 'Infinity' if v > 0 else '-Infinity'
    return {'shape': list(x.shape), 'dtype': d, 'data': [fix(v.item()) for v in x.astype(d).reshape(-1)]}

def case(name, file, contents, same, **more):
    c = [arr(x) for x in contents] if isinstance(contents, list) else {k: arr(v) for k, v in contents.items()}
    cases.append({'name': name, 'file': 'files/' + file, 'contents': c, 'same': same, **more})

def random(dtype, shape):
    d = np.dtype(dtype)
    if d.kind == 'f': return rng.normal(0, 3, shape).astype(d)
    if d.kind == 'b': return rng.rand(*shape) < .5
    return rng.randint(0 if d.kind == 'u' else -100, 100, shape).astype(d)

DTYPES = ['f4', 'f8', 'f2', 'u1', 'i1', 'i4', 'i8']
x = random('f4', (2, 3)); np.save('f4.npy', x); case('npy float32', 'f4.npy', [x], True)
x = np.array([0.1, -0.0, np.nan, np.inf, -np.inf, 5e-324]); np.save('f8.npy', x); case('npy float64', 'f8.npy', [x], True)
x = np.array(2 ** 62 + 1, 'i8') // 2 ** 10; np.save('scalar.npy', x); case('npy of no axes', 'scalar.npy', [x], True)
x = np.zeros((0, 3), 'i4'); np.save('empty.npy', x); case('npy of a size of 0', 'empty.npy', [x], True)
x = np.array([[True, False], [False, True]]); np.save('bool.npy', x); case('npy bool', 'bool.npy', [x], False)
x = np.asfortranarray(random('f8', (2, 3, 4))); np.save('fortran.npy', x); case('npy in Fortran order', 'fortran.npy', [x], False)
x = np.asfortranarray(random('i4', (3, 2)).astype('>i4')); np.save('fortran_big.npy', x)
case('npy in Fortran order, big-endian', 'fortran_big.npy', [x], False)
for version in [(2, 0), (3, 0)]:
    x = random('f2', (3,))
    with open('version%d.npy' % version[0], 'wb') as f: npy.write_array(f, x, version=version)
    case('npy version %d.0' % version[0], 'version%d.npy' % version[0], [x], False)
d = {dt: random(dt, (2, 2)) for dt in DTYPES}
np.savez('dtypes.npz', **d, **{'数/x': random('f4', (1,))})
z = np.load('dtypes.npz'); case('npz of all dtypes', 'dtypes.npz', {k: z[k] for k in z.files}, True)
d = {dt + '_big': random(dt, (3,)).astype('>' + dt) for dt in DTYPES if dt not in ('u1', 'i1')}
np.savez_compressed('packed.npz', **d, zeros=np.zeros((40, 50), 'f4'))
case('npz packed, big-endian', 'packed.npz', {**d, 'zeros': np.zeros((40, 50), 'f4')}, False)
l = [random('i4', (2,)), random('f4', ())]
np.savez('list.npz', *l); case('npz of a list', 'list.npz', {'arr_0': l[0], 'arr_1': l[1]}, True)
np.savez('none.npz'); case('npz of nothing', 'none.npz', {}, True)

d = {n: random(dt, (2, 3)) for n, dt in [('z', 'f4'), ('a', 'u1'), ('b', 'i8'), ('c', 'f8'), ('d', 'f2'), ('e', 'i4'), ('f', 'i1'), ('y', 'f4'), ('é', 'f4')]}
d['scalar'] = np.array(1.5, 'f4'); d['empty'] = np.zeros((0, 2), 'f4')
save_file(d, 'dtypes.safetensors'); case('safetensors of all dtypes', 'dtypes.safetensors', d, True)
d = {'w': random('f4', (3,))}
save_file(d, 'metadata.safetensors', {'format': 'np "1"'}); case('safetensors with metadata', 'metadata.safetensors', d, True, metadata={'format': 'np "1"'})
b = np.array([1, -2.5, 1e30, -0.0, np.inf, np.nan, 3.140625], 'f4').view('u4') >> 16
head = json.dumps({'b': {'dtype': 'BF16', 'shape': [7], 'data_offsets': [0, 14]}, 'm': {'dtype': 'BOOL', 'shape': [2, 1], 'data_offsets': [14, 16]}}).encode()
with open('bfloat16.safetensors', 'wb') as f: f.write(len(head).to_bytes(8, 'little') + head + b.astype('u2').tobytes() + bytes([1, 0]))
case('safetensors bfloat16 and bool', 'bfloat16.safetensors', {'b': (b << 16).astype('u4').view('f4'), 'm': np.array([[True], [False]])}, False)
from safetensors import safe_open
with safe_open('bfloat16.safetensors', 'np') as f: assert sorted(f.keys()) == ['b', 'm'] and f.get_slice('b').get_dtype() == 'BF16'

with open('../files_numpy.json', 'w') as f:
    f.write('[\n' + ',\n'.join(json.dumps(c, ensure_ascii=False) for c in cases) + '\n]\n')
print(len(cases), 'cases by NumPy', np.__version__)
