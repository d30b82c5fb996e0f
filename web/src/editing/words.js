// What the editors say about saving.

export const WORDS = {
  sv: {
    saved: 'Allt är sparat.',
    savedAt: (clock) => `Sparat kl. ${clock.replace(':', '.')}.`,
    waiting: 'Ändrat.',
    saving: 'Sparar …',
    offline: 'Inte sparat: det finns ingen förbindelse. Försöker igen av sig självt.',
    'signed-out': 'Inte sparat: du har loggats ut. Logga in i en annan flik och ändra något här, så sparas det.',
    taken: (by) => `Inte sparat: ${by || 'någon annan'} har sparat filen sedan du öppnade den.`,
    refused: 'Inte sparat: det gick inte att ta emot.',
    readTheirs: 'Läs in den andras (mina ändringar försvinner)',
    keepMine: 'Spara min i stället (den andras ändringar försvinner)',
    download: 'Ladda ner min',
    again: 'Försök igen',
  },
  en: {
    saved: 'Everything is saved.',
    savedAt: (clock) => `Saved at ${clock}.`,
    waiting: 'Changed.',
    saving: 'Saving …',
    offline: 'Not saved: there is no connection. It is tried again by itself.',
    'signed-out': 'Not saved: you have been signed out. Sign in in another tab and change something here; then it is saved.',
    taken: (by) => `Not saved: ${by || 'somebody else'} has saved the file since you opened it.`,
    refused: 'Not saved: it could not be taken in.',
    readTheirs: 'Read in the other one (my changes are lost)',
    keepMine: 'Save mine instead (the other changes are lost)',
    download: 'Download mine',
    again: 'Try again',
  },
};
