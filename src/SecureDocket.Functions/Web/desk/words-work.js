/**
 * The texts of an office's work.
 * @type {import('../officer/words.js').Texts}
 */
export const workWords = {
  'place-work': ['Work', 'Pendientes'],
  'work': ['Work of the office', 'Pendientes de la oficina'],
  'work-hint': ['Oldest first. Each item goes by itself once it is done. Texts to answer and people to call are in the inbox.', 'Lo más antiguo primero. Cada asunto desaparece solo cuando queda hecho. Los mensajes por contestar y las personas a quienes llamar están en el buzón.'],
  'back-to-list': ['Back to the list', 'Volver a la lista'],
  'work-again': ['Read again', 'Leer de nuevo'],
  'work-more': ['Show more', 'Mostrar más'],
  'work-none': ['Nothing is left to do.', 'No queda nada pendiente.'],
  'work-left': ['{count} on this list', '{count} en esta lista'],
  'column-since': ['For', 'Desde hace'],
  'column-task': ['What', 'Qué'],
  'column-do': ['Do', 'Hacer'],
  'task-to-judge': ['Missed, and nobody has judged it', 'Faltó, y nadie lo ha decidido'],
  'task-evidence-awaited': ['Excused, and the evidence has not come', 'Justificada, y el comprobante no ha llegado'],
  'task-no-next-date': ['Must report, and has no date in time', 'Debe presentarse y no tiene fecha a tiempo'],
  'task-unreachable': ['Is to come, and texts do not reach the number: ask for another', 'Debe venir y los mensajes no llegan a su número: pida otro'],
  'task-dates-collide': ['Has a hearing within four hours of this check-in: move it', 'Tiene una audiencia a menos de cuatro horas de esta presentación: cámbiela'],
  'task-judge': ['Judge', 'Decidir'],
};
