namespace SecureDocket.Pdf;

/// <summary>The objects of a file as references find them: by the cross-references, which must only lead to objects already read.</summary>
internal sealed class PdfObjects
{
    private readonly PdfFile _file;
    private readonly PdfBudget _budget;
    private readonly Dictionary<PdfObject, IReadOnlyList<(int Number, PdfValue Value)>> _packed = new(ReferenceEqualityComparer.Instance);
    private readonly PdfCrossReferences _references;

    /// <summary>Opens the object streams, follows the cross-references and checks where they lead.</summary>
    public PdfObjects(PdfFile file, PdfBudget budget)
    {
        (_file, _budget) = (file, budget);
        foreach (var stream in file.Objects.Values.Where(found => found.IsStream("ObjStm")))
        {
            _packed[stream] = PdfObjectStream.Read(stream, file.Bytes, budget);
        }

        _references = PdfCrossReferences.Read(file, budget);
        CheckSections();
        CheckEntries();
        CheckGenerations();
        CheckLengths();
    }

    private static PdfException Missing => new("A cross-reference does not lead to its object.");

    /// <summary>The newest section of the cross-references.</summary>
    public PdfCrossReferences References => _references;

    /// <summary>The value itself, or the one that a reference leads to. Readers differ on a reference that leads to another.</summary>
    public PdfValue Follow(PdfValue value)
    {
        if (value is not PdfReference reference)
        {
            return value;
        }

        _budget.TakeValue();
        return Find(reference.Number) is not PdfReference and { } found ? found : throw new PdfException("A reference leads to another reference.");
    }

    /// <summary>The dictionary that a reference leads to; null if it leads to anything else, such as a stream.</summary>
    public PdfDictionary? Dictionary(PdfValue value) =>
        value is PdfReference reference
        && !(_references.Entries.GetValueOrDefault(reference.Number) is { Kind: PdfEntryKind.Stored } entry && Stored(reference.Number, entry).Data is not null)
            ? Follow(reference) as PdfDictionary
            : null;

    private PdfValue Find(int number)
    {
        var entry = _references.Entries.GetValueOrDefault(number);
        return entry.Kind switch
        {
            PdfEntryKind.Stored => Stored(number, entry).Value,
            PdfEntryKind.Packed => Unpacked(number, entry),
            _ => PdfValue.Null,
        };
    }

    private PdfObject Stored(int number, PdfEntry entry) =>
        _file.Objects.GetValueOrDefault(_file.StartAt(entry.Offset)) is { } found && found.Number == number && found.Generation == entry.Generation
            ? found
            : throw Missing;

    private PdfValue Unpacked(int number, PdfEntry entry) =>
        _references.Entries.GetValueOrDefault(entry.Offset) is { Kind: PdfEntryKind.Stored, Generation: 0 } holder
        && _packed.TryGetValue(Stored(entry.Offset, holder), out var objects)
        && Holds(objects, number, entry)
            ? objects[entry.Generation].Value
            : throw Missing;

    private static bool Holds(IReadOnlyList<(int Number, PdfValue Value)> objects, int number, PdfEntry entry) =>
        entry.Generation < objects.Count && objects[entry.Generation].Number == number;

    /// <summary>Checks every section, also where a newer one overrides it: each entry leads to an object that was read.</summary>
    private void CheckSections()
    {
        var holders = _packed.ToLookup(held => held.Key.Number, held => held.Value);
        foreach (var section in _references.Sections)
        {
            foreach (var (number, entry) in section.Entries.Where(entry => entry.Value.Kind != PdfEntryKind.None))
            {
                // Some readers ignore an object with such a number, others repair the file (section 7.5.5).
                if (number >= section.Size)
                {
                    throw new PdfException("The PDF has more objects than its trailer says.");
                }

                if (entry.Kind == PdfEntryKind.Stored)
                {
                    Stored(number, entry);
                }
                else if (!holders[entry.Offset].Any(objects => IsHeld(objects, number, entry)))
                {
                    throw Missing;
                }
            }
        }
    }

    private bool IsHeld(IReadOnlyList<(int Number, PdfValue Value)> objects, int number, PdfEntry entry)
    {
        _budget.TakeValue();
        return Holds(objects, number, entry);
    }

    /// <summary>Checks the entries that count.</summary>
    private void CheckEntries()
    {
        foreach (var (number, _) in _references.Entries.Where(entry => entry.Value.Kind != PdfEntryKind.None))
        {
            if (number >= _references.Newest.Size)
            {
                throw new PdfException("The PDF has more objects than its newest trailer says.");
            }

            Find(number);
        }
    }

    /// <summary>Checks that every reference has its object's generation, because some readers go by the number alone.</summary>
    private void CheckGenerations()
    {
        foreach (var (number, generation) in _budget.References)
        {
            var entry = _references.Entries.GetValueOrDefault(number);
            if (entry.Kind != PdfEntryKind.None && generation != (entry.Kind == PdfEntryKind.Stored ? entry.Generation : 0))
            {
                throw new PdfException("A reference does not have the generation of its object.");
            }
        }
    }

    /// <summary>Checks the length of every stream.</summary>
    private void CheckLengths()
    {
        // An encoder may store the length after the stream. Readers rely on it, so it must match what was read.
        foreach (var stream in _file.Objects.Values.Where(found => found.Data is not null))
        {
            if (Follow(((PdfDictionary)stream.Value)["Length"]) is not PdfInteger { Value: >= 0 and <= int.MaxValue } length
                || _file.EndOf(stream.Data!.Value.Start, (int)length.Value) != stream.Data.Value.End)
            {
                throw new PdfException("A stream's length does not match its declared length.");
            }
        }
    }
}
