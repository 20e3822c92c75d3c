using System.Numerics;

namespace SecureDocket.Photos.Jpeg;

/// <summary>Steps over the codes of one 8 x 8 coefficient block after another.</summary>
internal ref struct BlockWalk(JpegScan scan)
{
    private const int LongestDc = 11;
    private const int LongestAc = 10;
    private const int SkipSixteen = 15;

    private readonly JpegScan _scan = scan;
    private readonly JpegBand _band = scan.Band;

    // The number of blocks, including the current one, whose band is complete: ITU-T T.81 G.1.2.2.
    private int _run;

    /// <summary>True if no run of empty blocks extends beyond this point.</summary>
    public readonly bool EndsRun() => _run == 0;

    /// <summary>Begins again after the start of the scan or a restart marker: ITU-T T.81 F.2.1.3.1.</summary>
    public readonly void Restart()
    {
        foreach (var part in _scan.Components)
            part.Component.Predicted = 0;
    }

    /// <summary>Steps over one MCU; false at an invalid code.</summary>
    public bool TryMcu(ref EntropyBits bits, int mcu)
    {
        if (_scan.Components.Count == 1)
            return TryBlock(ref bits, _scan.Components[0], mcu);
        foreach (var part in _scan.Components)
        {
            for (var block = part.Component.Horizontal * part.Component.Vertical; block > 0; block--)
            {
                if (!TryBlock(ref bits, part, mcu))
                    return false;
            }
        }
        return true;
    }

    private bool TryBlock(ref EntropyBits bits, JpegScanComponent part, int block)
    {
        if (!_scan.IsProgressive)
            return TryDc(ref bits, part) && TrySequentialAc(ref bits, part.Ac);
        if (_band is { IsDc: true, IsFirst: true })
            return TryDc(ref bits, part);
        if (_band.IsDc)
        {
            bits.Skip(1);
            return true;
        }
        ref var nonzero = ref part.Component.Nonzero[block];
        return _band.IsFirst ? TryFirstAc(ref bits, part.Ac, ref nonzero) : TryRefineAc(ref bits, part.Ac, ref nonzero);
    }

    private readonly bool TryDc(ref EntropyBits bits, JpegScanComponent part)
    {
        var size = part.Dc.Decode(ref bits);
        if (size is < 0 or > LongestDc)
            return false;
        // The upper half of the numbers of a size is positive, the lower half negative: ITU-T T.81 F.2.2.1.
        var value = bits.Take(size);
        part.Component.TakeDc(size > 0 && value < 1 << (size - 1) ? value - (1 << size) + 1 : value, _band.Low);
        return true;
    }

    private static bool TrySequentialAc(ref EntropyBits bits, HuffmanTable table)
    {
        for (var k = 1; k <= 63; k++)
        {
            var code = table.Decode(ref bits);
            if (code == 0)
                return true;
            var (zeros, size) = (code >> 4, code & 15);
            k += zeros;
            if (code < 0 || k > 63 || size > LongestAc || (size == 0 && zeros != SkipSixteen))
                return false;
            bits.Skip(size);
        }
        return true;
    }

    private bool TryFirstAc(ref EntropyBits bits, HuffmanTable table, ref ulong nonzero)
    {
        for (var k = _band.Start; _run == 0 && k <= _band.End; k++)
        {
            var code = table.Decode(ref bits);
            var (zeros, size) = (code >> 4, code & 15);
            if (code < 0 || size > LongestAc)
                return false;
            if (size == 0 && zeros != SkipSixteen)
            {
                _run = (1 << zeros) + bits.Take(zeros);
                break;
            }
            k += zeros;
            if (k > _band.End)
                return false;
            if (size > 0)
                nonzero |= 1UL << k;
            bits.Skip(size);
        }
        if (_run > 0)
            _run--;
        return true;
    }

    private bool TryRefineAc(ref EntropyBits bits, HuffmanTable table, ref ulong nonzero)
    {
        var k = _band.Start;
        for (; _run == 0 && k <= _band.End; k++)
        {
            var code = table.Decode(ref bits);
            var (zeros, size) = (code >> 4, code & 15);
            if (code < 0 || size > 1)
                return false;
            if (size == 0 && zeros != SkipSixteen)
            {
                _run = (1 << zeros) + bits.Take(zeros);
                break;
            }
            bits.Skip(size);
            k = PassZeros(ref bits, k, zeros, nonzero);
            if (k > _band.End)
                return false;
            if (size > 0)
                nonzero |= 1UL << k;
        }
        if (_run > 0)
        {
            _run--;
            SkipCorrections(ref bits, Count(nonzero, k, _band.End));
        }
        return true;
    }

    // Passes the given number of zero coefficients, and a correction bit for each non-zero one between them;
    // returns the position of the next zero coefficient.
    private readonly int PassZeros(ref EntropyBits bits, int k, int zeros, ulong nonzero)
    {
        for (; k <= _band.End; k++)
        {
            if ((nonzero >> k & 1) == 1)
                bits.Skip(1);
            else if (--zeros < 0)
                break;
        }
        return k;
    }

    private static void SkipCorrections(ref EntropyBits bits, int count)
    {
        for (; count > 16; count -= 16)
            bits.Skip(16);
        bits.Skip(count);
    }

    private static int Count(ulong nonzero, int from, int to) =>
        from > to ? 0 : BitOperations.PopCount(nonzero >> from << (63 - (to - from)));
}
