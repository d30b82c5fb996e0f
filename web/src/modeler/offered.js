// What can be chosen in the menus: not what the check would refuse in any case.

const REFUSED = /ad-hoc|adhoc|compensation|complex-gateway|cancel-remaining/;
const STARTS_BY_TIME = /^replace-with-(timer|conditional)-start$/;
const MENUS = ['bpmn-append', 'bpmn-create', 'bpmn-replace'];

class Offered {
  constructor(popupMenu) {
    for (const menu of MENUS) popupMenu.registerProvider(menu, 200, this);
  }

  getPopupMenuEntries() {
    return without;
  }

  getPopupMenuHeaderEntries() {
    return without;
  }
}
Offered.$inject = ['popupMenu'];

const without = (entries) => Object.fromEntries(Object.entries(entries).filter(([id]) => !REFUSED.test(id) && !STARTS_BY_TIME.test(id)));

export default { __init__: ['offered'], offered: ['type', Offered] };
