namespace SecureDocket.Photos;

/// <summary>Appends to a buffer that the caller made large enough for the longest possible rewritten file.</summary>
internal ref struct PhotoWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _buffer[..Length];

    /// <summary>Takes back what was written last.</summary>
    public void Drop(int count) => Length -= count;

    public void Write(byte value) => _buffer[Length++] = value;

    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer[Length..]);
        Length += bytes.Length;
    }
}
