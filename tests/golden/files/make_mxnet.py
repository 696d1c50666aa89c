# Writes those of this folder's files that came after the first set of golden values, by MXNet 1.9.1, and prints what they
# hold as rows of ../files.json. versions.nd is put together by hand, since MXNet 1.9.1 writes V2 and V3 only, and read by it.
import mxnet as mx, numpy as np, struct, json
from mxnet import nd
import os
os.chdir(os.path.dirname(os.path.abspath(__file__)))
def arr(x):
    x = x.asnumpy() if hasattr(x,'asnumpy') else x
    d = {'bool':'uint8'}.get(str(x.dtype), str(x.dtype))
    return {'shape': list(x.shape), 'dtype': d, 'data': [v.item() for v in x.astype(d).reshape(-1)]}
cases=[]
# bfloat16
from mxnet._ctypes.ndarray import _imperative_invoke
import ctypes
def cast(x, dtype):
    h = mx.base.OpHandle(); mx.base.check_call(mx.base._LIB.NNGetOpHandle(b'amp_cast', ctypes.byref(h)))
    return _imperative_invoke(h.value, [x], ['dtype'], [dtype], None, 0, False)
b = cast(nd.array([[1, -2.5, 3.140625],[1e30, -0.0, 65280]]), 'bfloat16')
nd.save('bfloat16.nd', {'b': b})
back = nd.load('bfloat16.nd')['b']
f = cast(back, 'float32')
cases.append({'name':'file bfloat16','file':'files/bfloat16.nd','contents':{'b':arr(f)}})
# bool, scalars and empties under np semantics
with mx.util.np_shape(True), mx.util.np_array(True):
    w = {'mask': mx.np.array([True, False, True], dtype='bool'), 'scalar': mx.np.array(2.5, dtype='float64'),
         'none': mx.np.zeros((0, 3), dtype='int32'), 'plain': mx.np.array([[1, 2]], dtype='int8')}
    mx.npx.save('numpy.nd', w)
    cases.append({'name':'file np semantics','file':'files/numpy.nd','contents':{k:arr(v) for k,v in w.items()}})
# sparse
rs = nd.sparse.row_sparse_array((np.array([[1,2],[3,4]],'float64'), [0,3]), shape=(5,2), dtype='float64')
c = nd.sparse.csr_matrix((np.array([1,2,3],'float32'), np.array([1,0,3]), np.array([0,1,1,3])), shape=(3,4))
ch = nd.sparse.csr_matrix((np.array([7,8],'int32'), np.array([0,2]), np.array([0,2])), shape=(1,3), dtype='int32')
z = nd.sparse.zeros('csr', (2,3)); zr = nd.sparse.zeros('row_sparse', (2,3))
r3 = nd.sparse.row_sparse_array((np.arange(4,dtype='float32').reshape(1,2,2), [1]), shape=(3,2,2))
for n,a in [('rows',rs),('csr',c),('csr_int',ch),('rows3',r3)]: a.wait_to_read()
d={'rows':rs,'csr':c,'csr_int':ch,'rows3':r3}
nd.save('sparse_more.nd', d)
cases.append({'name':'file more sparse','file':'files/sparse_more.nd','contents_dense':{k:arr(v.tostype('default')) for k,v in d.items()}})
d={'csr':z,'rows':zr}
nd.save('sparse_zeros.nd', d)
l=nd.load('sparse_zeros.nd')
cases.append({'name':'file sparse zeros','file':'files/sparse_zeros.nd','contents_dense':{k:arr(v.tostype('default')) for k,v in l.items()}})
# V1 by hand
def v1(a, flag): return struct.pack('<Ii', 0xF993FAC8, a.ndim)+struct.pack('<%dq'%a.ndim,*a.shape)+struct.pack('<iii',1,0,flag)+a.tobytes()
def v0(a, flag): return struct.pack('<I%dI'%a.ndim, a.ndim, *a.shape)+struct.pack('<iii',2,1,flag)+a.tobytes()
def v2(a, flag): return struct.pack('<Iii', 0xF993FAC9, 0, a.ndim)+struct.pack('<%dq'%a.ndim,*a.shape)+struct.pack('<iii',3,0,flag)+a.tobytes()
items=[v1(np.arange(6,dtype='f4').reshape(2,3),0), v1(np.array([5,-6],'i8'),6), v0(np.array([[1],[2]],'u1'),3), v2(np.array([1.5],'f2'),2)]
open('versions.nd','wb').write(struct.pack('<QQQ',0x112,0,len(items))+b''.join(items)+struct.pack('<Q',0))
l=nd.load('versions.nd')
cases.append({'name':'file of V0, V1 and V2','file':'files/versions.nd','contents':[arr(x) for x in l]})
nd.save('slice.nd', {'a': nd.array(np.arange(12).reshape(3,4),dtype='int64')[1:3], 't': nd.array([[1,2],[3,4]]).T})
l=nd.load('slice.nd'); cases.append({'name':'file of views','file':'files/slice.nd','contents':{k:arr(v) for k,v in l.items()}})
def fix(v):
    if isinstance(v,float):
        if v!=v: return 'NaN'
        if v in (float('inf'),float('-inf')): return 'Infinity' if v>0 else '-Infinity'
    return v
for c in cases:
    cc=c.get('contents') or c.get('contents_dense')
    for v in (cc.values() if isinstance(cc,dict) else cc): v['data']=[fix(x) for x in v['data']]
for c in cases: print(json.dumps({**c, 'kind': 'ndarray_file'}, ensure_ascii=False))
