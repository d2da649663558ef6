"""Every way to write an attribute, and what looks like one but is none."""

from __future__ import annotations

import pytest

from snippets import called, check_effects

ASSIGNMENTS = {
    "plain": "self.x = data  #: assign self.x",
    "to itself": "self.x = self.x + 1  #: assign self.x",
    "chained": "self.x = self.y = data  #: assign self.x; assign self.y",
    "tuple": "first, self.x = data  #: assign self.x",
    "list": "[self.x, second] = data  #: assign self.x",
    "nested tuple": "(first, (self.x, second)), third = data  #: assign self.x",
    "starred": "first, *self.x = data  #: assign self.x",
    "starred in the middle": "first, *self.x, last = data  #: assign self.x",
    "annotated": "self.x: int = data  #: assign self.x",
    "augmented": "self.x += 1  #: augment self.x",
    "augmented by a method": "self.x @= data  #: augment self.x",
    "deleted": "del self.x  #: delete self.x",
    "deleted among others": "del key, self.x  #: delete self.x",
    "deleted in parentheses": "del (key, self.x)  #: delete self.x",
    "deleted in nested parentheses": "del key, (data, (self.x,))  #: delete self.x",
    "deleted in a list": "del [key, self.x]  #: delete self.x",
    "loop target": "for self.x in data:  #: assign self.x\n    pass",
    "loop target in a tuple": "for key, self.x in data:  #: assign self.x\n    pass",
    "with target": "with open(data) as self.x:  #: assign self.x\n    pass",
    "with target in a tuple": "with open(data) as (self.x, key):  #: assign self.x\n    pass",
    "second with target": "with open(data) as f, open(key) as self.x:  #: assign self.x\n    pass",
    "in parentheses": "(self.x) = data  #: assign self.x",
    "over two lines": "self.x = (  #: assign self.x\n    data\n)",
    "attribute on the next line": "(self  #: assign self.x\n    .x) = data",
    "after a semicolon": "key = 1; self.x = data  #: assign self.x",
    "on the line of the if": "if data: self.x = data  #: assign self.x",
    "in an else of a loop": "for key in data:\n    pass\nelse:\n    self.x = data  #: assign self.x",
    "in an else of a while": "while data:\n    data = data.next\nelse:\n    self.x = data  #: assign self.x",
    "in an else of a try": "try:\n    key()\nexcept E:\n    pass\nelse:\n    self.x = data  #: assign self.x",
    "in a handler": "try:\n    key()\nexcept E:\n    self.x = data  #: assign self.x",
    "in a finally": "try:\n    key()\nfinally:\n    self.x = data  #: assign self.x",
    "in an except star": "try:\n    key()\nexcept* E:\n    self.x = data  #: assign self.x",
    "in a match": "match data:\n    case [a, b]:\n        self.x = a  #: assign self.x\n    case _:\n        pass",
    "in a while": "while data:\n    self.x = data  #: assign self.x",
    "in an elif": "if data:\n    pass\nelif key:\n    self.x = data  #: assign self.x",
    "nested": "self.a.b.c = data  #: assign self.a.b.c",
    "walrus in an index": "self.cache[(n := len(data))] = n  #: mutate self.cache[*]",
}

BY_NAME = {
    "setattr": "setattr(self, 'x', data)  #: assign self.x",
    "setattr under an unknown name": "setattr(self, key, data)  #: assign self.*",
    "setattr with an f-string": "setattr(self, f'x_{key}', data)  #: assign self.*",
    "setattr under one of two names": "setattr(self, 'x' if data else 'y', 1)  #: assign self.x; assign self.y",
    "setattr under the names of a loop": (
        "for n in ('x', 'y'):\n    setattr(self, n, data)  #: assign self.x; assign self.y"
    ),
    "setattr on a member": "setattr(self.a, 'x', data)  #: assign self.a.x",
    "delattr": "delattr(self, 'x')  #: delete self.x",
    "delattr under an unknown name": "delattr(self, key)  #: delete self.*",
    "object.__setattr__": "object.__setattr__(self, 'x', data)  #: assign self.x",
    "object.__delattr__": "object.__delattr__(self, 'x')  #: delete self.x",
    "super().__setattr__": "super().__setattr__('x', data)  #: assign self.x",
    "super().__delattr__": "super().__delattr__('x')  #: delete self.x",
    "self.__setattr__": "self.__setattr__('x', data)  #: assign self.x",
    "__dict__": "self.__dict__['x'] = data  #: assign self.x",
    "__dict__ under an unknown name": "self.__dict__[key] = data  #: assign self.*",
    "__dict__ deleted": "del self.__dict__['x']  #: delete self.x",
    "__dict__ augmented": "self.__dict__['x'] += 1  #: augment self.x",
    "__dict__ updated": "self.__dict__.update(data)  #: mutate self.__dict__",
    "__dict__ updated by keyword": "self.__dict__.update(x=data)  #: mutate self.__dict__",
    "__dict__ replaced": "self.__dict__ = data  #: assign self.__dict__",
    "__dict__ popped": "self.__dict__.pop('x')  #: mutate self.__dict__",
    "vars": "vars(self)['x'] = data  #: assign self.x",
    "vars updated": "vars(self).update(data)  #: mutate self.__dict__",
    "vars through a name": "v = vars(self)\nv['x'] = data  #: assign self.x",
}

NO_WRITE = {
    "bare annotation": "self.x: int",
    "bare annotation in parentheses": "(self.x): int",
    "read": "return self.x",
    "comparison": "return self.x == data",
    "local": "x = data\nx += 1",
    "local annotated": "x: int = data",
    "local walrus": "if (x := data) is not None:\n    return x",
    "walrus of an attribute": "if (x := self.x) is not None:\n    return x",
    "the text of a write": "return 'self.x = data'",
    "in a docstring": "'''self.x = data'''",
    "keyword argument": "return dict(x=data)",
    "argument named self": "d = dict(self=data)",
    "setattr of another": "setattr(data, 'x', 1)",
    "getattr": "return getattr(self, 'x', None)",
    "hasattr": "return hasattr(self, 'x')",
    "write on the input": "data.x = 1",
    "item of the input": "data[key] = 1",
    "item of a copy of the input": "d = dict(data)\nd[key] = self.x\nreturn d",
    "item of a copy of the attributes": "d = dict(self.__dict__)\nd['x'] = 1",
    "item of a copy of vars": "d = vars(self).copy()\nd['x'] = 1",
    "setattr is a local function": "def setattr(o, n, v): ...\nsetattr(self, 'x', 1)",
    "after a return": "return data\nself.x = data",
    "after a raise": "raise ValueError(data)\nself.x = data",
    "after both branches returned": "if data:\n    return 1\nelse:\n    raise E\nself.x = data",
    "del of a local": "x = self.x\ndel x",
    "rebound loop variable": "for t in self.transforms:\n    t = data",
    "rebound self": "self = data\nself.x = 1",
}


@pytest.mark.parametrize("body", ASSIGNMENTS.values(), ids=ASSIGNMENTS.keys())
def test_assignments(body: str) -> None:
    check_effects(called(body))


@pytest.mark.parametrize("body", BY_NAME.values(), ids=BY_NAME.keys())
def test_by_name(body: str) -> None:
    check_effects(called(body))


@pytest.mark.parametrize("body", NO_WRITE.values(), ids=NO_WRITE.keys())
def test_no_write(body: str) -> None:
    check_effects(called(body))
