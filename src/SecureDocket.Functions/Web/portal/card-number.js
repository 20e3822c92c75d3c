// The QR code on the back of the card may carry the card's number after a #, which browsers never send.
const number = document.getElementById('number');
const scanned = decodeURIComponent(location.hash.slice(1));
if (number && /^[0-9A-Za-z]{4}-?[0-9A-Za-z]{4}-?[0-9A-Za-z]{4}$/.test(scanned)) {
  number.value = scanned;
  history.replaceState(null, '', location.pathname + location.search);
  document.getElementById('pin').focus();
}
