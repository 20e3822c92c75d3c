namespace SecureDocket.Pdf;

/// <summary>The objects of a file as references find them: by the cross-references, which must only lead to objects already read.</summary>
internal sealed class PdfObjects
{
    private const int HopLimit = 8;

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
        CheckEntries();
        CheckLengths();
    }

    /// <summary>The dictionary that names the catalog.</summary>
    public PdfDictionary Trailer => _references.Trailer;

    /// <summary>The value itself, or the one that a reference leads to.</summary>
    public PdfValue Follow(PdfValue value)
    {
        for (var hop = 0; value is PdfReference reference; hop++)
        {
            if (hop == HopLimit)
            {
                throw new PdfException("References are circular.");
            }

            _budget.TakeValue();
            value = Find(reference);
        }

        return value;
    }

    private PdfValue Find(PdfReference reference)
    {
        var entry = _references.Entries.GetValueOrDefault(reference.Number);
        return entry.Kind switch
        {
            PdfEntryKind.Stored when entry.Generation == reference.Generation => _file.Objects[entry.Offset].Value,
            PdfEntryKind.Packed => Unpacked(reference.Number, entry),
            _ => PdfValue.Null,
        };
    }

    private PdfValue Unpacked(int number, PdfEntry entry) =>
        _references.Entries.GetValueOrDefault(entry.Offset) is { Kind: PdfEntryKind.Stored } holder
        && _file.Objects.TryGetValue(holder.Offset, out var stream)
        && _packed.TryGetValue(stream, out var objects)
        && entry.Generation < objects.Count
        && objects[entry.Generation].Number == number
            ? objects[entry.Generation].Value
            : throw new PdfException("A cross-reference does not lead to an object.");

    /// <summary>Checks that every cross-reference leads to the object that it names.</summary>
    private void CheckEntries()
    {
        foreach (var (number, entry) in _references.Entries)
        {
            switch (entry.Kind)
            {
                case PdfEntryKind.Stored when _file.Objects.GetValueOrDefault(entry.Offset) is var stored && (stored?.Number != number || stored.Generation != entry.Generation):
                    throw new PdfException("A cross-reference does not lead to an object.");
                case PdfEntryKind.Packed:
                    Unpacked(number, entry);
                    break;
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
