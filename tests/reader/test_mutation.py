"""In-place changes of what an attribute refers to."""

from __future__ import annotations

import pytest

from snippets import called, check_effects

ITEMS = {
    "set": "self.cache[key] = data  #: mutate self.cache[*]",
    "set under a constant": "self.cache['k'] = data  #: mutate self.cache[*]",
    "augmented": "self.cache[key] += 1  #: augment self.cache[*]",
    "deleted": "del self.cache[key]  #: delete self.cache[*]",
    "slice": "self.buf[1:] = data  #: mutate self.buf[*]",
    "ellipsis": "self.buf[...] = data  #: mutate self.buf[*]",
    "two indexes": "self.buf[0, :] = data  #: mutate self.buf[*]",
    "item of an item": "self.cache[key]['n'] = data  #: mutate self.cache[*][*]",
    "tuple target": "self.cache[key], other = data  #: mutate self.cache[*]",
    "loop target": "for self.cache[key] in data:  #: mutate self.cache[*]\n    pass",
    "attribute of an item": "self.cache[key].n = data  #: assign self.cache[*].n",
    "item of a nested attribute": "self.a.cache[key] = data  #: mutate self.a.cache[*]",
}

METHODS = {
    "list append": "self.items.append(data)  #: mutate self.items",
    "list extend": "self.items.extend(data)  #: mutate self.items",
    "list insert": "self.items.insert(0, data)  #: mutate self.items",
    "list remove": "self.items.remove(data)  #: mutate self.items",
    "list pop": "return self.items.pop()  #: mutate self.items",
    "list sort": "self.items.sort()  #: mutate self.items",
    "list reverse": "self.items.reverse()  #: mutate self.items",
    "list clear": "self.items.clear()  #: mutate self.items",
    "list +=": "self.items += [data]  #: augment self.items",
    "dict update": "self.cache.update(data)  #: mutate self.cache",
    "dict update by keyword": "self.cache.update(k=data)  #: mutate self.cache",
    "dict setdefault": "return self.cache.setdefault(key, data)  #: mutate self.cache",
    "dict pop": "return self.cache.pop(key, None)  #: mutate self.cache",
    "dict popitem": "return self.cache.popitem()  #: mutate self.cache",
    "dict |=": "self.cache |= data  #: augment self.cache",
    "set add": "self.seen.add(data)  #: mutate self.seen",
    "set discard": "self.seen.discard(data)  #: mutate self.seen",
    "dunder": "self.cache.__setitem__(key, data)  #: mutate self.cache",
    "value of setdefault": "self.cache.setdefault(key, []).append(data)  #: mutate self.cache; mutate self.cache[*]",
    "ndarray fill": "self.buf.fill(0)  #: mutate self.buf",
    "ndarray sort": "self.buf.sort()  #: mutate self.buf",
    "tensor add_": "self.tensor.add_(data)  #: mutate self.tensor",
    "tensor zero_": "self.tensor.zero_()  #: mutate self.tensor",
    "tensor copy_ of a part": "self.tensor[0].copy_(data)  #: mutate self.tensor[*]",
    "tensor data": "self.tensor.data.mul_(2)  #: mutate self.tensor.data",
    "tensor requires_grad_": "self.tensor.requires_grad_(False)  #: mutate self.tensor",
    "in-place method of the unknown": "self.a.add_(data)  #: mutate self.a",
    "append to the unknown": "self.a.append(data)  #: mutate self.a",
}

CREATED = {
    "deque": ("collections.deque(maxlen=3)", "self.c.append(data)  #: mutate self.c"),
    "deque rotate": ("collections.deque()", "self.c.rotate(1)  #: mutate self.c"),
    "Counter": ("collections.Counter()", "self.c.update(data)  #: mutate self.c"),
    "Counter item": ("collections.Counter()", "self.c[key] += 1  #: augment self.c[*]"),
    "defaultdict": ("collections.defaultdict(list)", "self.c[key].append(data)  #: mutate self.c[*]"),
    "OrderedDict": ("collections.OrderedDict()", "self.c.move_to_end(key)  #: mutate self.c"),
    "bytearray": ("bytearray()", "self.c.extend(data)  #: mutate self.c"),
    "dict comprehension": ("{k: [] for k in 'ab'}", "self.c[key].append(data)  #: mutate self.c[*]"),
    "generator": ("(i for i in range(9))", "return next(self.c)  #: mutate self.c"),
    "generator send": ("(i for i in range(9))", "return self.c.send(data)  #: mutate self.c"),
    "iter": ("iter([1, 2])", "return next(self.c)  #: mutate self.c"),
    "next with a default": ("iter([1, 2])", "return next(self.c, None)  #: mutate self.c"),
    "dunder next": ("iter([1, 2])", "return self.c.__next__()  #: mutate self.c"),
    "itertools.count": ("itertools.count()", "return next(self.c)  #: mutate self.c"),
    "itertools.cycle": ("itertools.cycle('ab')", "return next(self.c)  #: mutate self.c"),
    "loop over an iterator": ("iter([1, 2])", "for n in self.c:  #: mutate self.c\n    return n"),
    "file read": ("open('f')", "return self.c.read()  #: mutate self.c"),
    "file seek": ("open('f', 'rb')", "self.c.seek(0)  #: mutate self.c"),
    "file write": ("open('f', 'w')", "self.c.write(data)  #: mutate self.c"),
    "loop over a file": ("open('f')", "for line in self.c:  #: mutate self.c\n    pass"),
}

ARGUMENTS = {
    "np.random.shuffle": "np.random.shuffle(self.order)  #: mutate self.order",
    "random.shuffle": "random.shuffle(self.order)  #: mutate self.order",
    "imported at the call": "from numpy.random import shuffle\nshuffle(self.order)  #: mutate self.order",
    "np.copyto": "np.copyto(self.buf, data)  #: mutate self.buf",
    "np.copyto by keyword": "np.copyto(dst=self.buf, src=data)  #: mutate self.buf",
    "np.put": "np.put(self.buf, [0], data)  #: mutate self.buf",
    "np.fill_diagonal": "np.fill_diagonal(self.buf, 0)  #: mutate self.buf",
    "np.add.at": "np.add.at(self.buf, [0], data)  #: mutate self.buf",
    "out": "np.add(data, 1, out=self.buf)  #: mutate self.buf",
    "out of torch": "torch.add(data, 1, out=self.tensor)  #: mutate self.tensor",
    "out in a tuple": "np.modf(data, out=(self.buf, self.order))  #: mutate self.buf; mutate self.order",
    "out of a method": "data.sum(out=self.buf)  #: mutate self.buf",
    "heappush": "heapq.heappush(self.items, data)  #: mutate self.items",
    "heappop": "return heapq.heappop(self.items)  #: mutate self.items",
    "insort": "bisect.insort(self.items, data)  #: mutate self.items",
    "operator.iadd": "import operator\noperator.iadd(self.items, data)  #: mutate self.items",
    "list.append as a function": "list.append(self.items, data)  #: mutate self.items",
    "torch.nn.init": "torch.nn.init.zeros_(self.tensor)  #: mutate self.tensor",
    "shuffle by a local generator": "rng = np.random.default_rng(0)\nrng.shuffle(self.order)  #: mutate self.order",
    "a slice of an array": "np.random.shuffle(self.buf[1:])  #: mutate self.buf",
    "readinto": "data.readinto(self.buf)  #: mutate self.buf",
}

NO_CHANGE = {
    "list methods that read": "return self.items.index(data), self.items.count(data)",
    "dict methods that read": "return self.cache.get(key), self.cache.keys()",
    "sorted": "return sorted(self.items)",
    "reversed": "return list(reversed(self.items))",
    "new list": "return self.items + [data]",
    "new tensor": "return self.tensor.add(data), self.tensor.clone().add_(data)",
    "torch function": "return torch.add(self.tensor, data)",
    "out is a local": "np.add(self.buf, 1, out=data)",
    "shuffle of a copy": "order = list(self.order)\nrandom.shuffle(order)",
    "shuffle of a slice of a list": "random.shuffle(self.order[:])",
    "permutation": "return np.random.permutation(self.order)",
    "copyto elsewhere": "np.copyto(data, self.buf)",
    "heap of the call": "heap = []\nheapq.heappush(heap, self.x)",
    "append to the input": "data.append(self.items)",
    "append to a local": "out = []\nout.append(self.items)",
    "next of a fresh iterator": "return next(iter(self.items))",
    "next of a generator expression": "return next(i for i in self.items if i)",
    "loop over a list": "for n in self.items:\n    data = n",
    "union": "return self.seen.union(data) | self.seen",
    "str methods": "return self.a.split(',')",
    "np.sort": "return np.sort(self.buf)",
    "local file": "with open(data) as f:\n    return f.read()",
    "update of a new dict": "d = {}\nd.update(self.cache)",
}


@pytest.mark.parametrize("body", ITEMS.values(), ids=ITEMS.keys())
def test_items(body: str) -> None:
    check_effects(called(body))


@pytest.mark.parametrize("body", METHODS.values(), ids=METHODS.keys())
def test_methods(body: str) -> None:
    check_effects(called(body))


@pytest.mark.parametrize(("value", "body"), CREATED.values(), ids=CREATED.keys())
def test_created_in_the_constructor(value: str, body: str) -> None:
    source = called(body).replace("        self.lock =", f"        self.c = {value}\n        self.lock =")
    check_effects(source)


@pytest.mark.parametrize("body", ARGUMENTS.values(), ids=ARGUMENTS.keys())
def test_arguments(body: str) -> None:
    check_effects(called(body))


@pytest.mark.parametrize("body", NO_CHANGE.values(), ids=NO_CHANGE.keys())
def test_no_change(body: str) -> None:
    check_effects(called(body))
