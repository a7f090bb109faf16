using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FileStorage.Core.Chunks;

/// <summary>
/// Cuts a stream where its content says so, so that an insertion moves the cuts with it: FastCDC with normalized chunking of
/// level 2 (W. Xia et al., "FastCDC", USENIX ATC 2016; "The Design of Fast Content-Defined Chunking", IEEE TPDS 2020).
/// Pure and deterministic: cuts are part of the protocol, for devices only share chunks that they cut alike.
/// </summary>
public sealed class FastCdc
{
    // The paper spreads the bits of its masks; with a Gear hash only the high bits depend on many bytes (bit 63 on the last 64,
    // bit n on the last n+1), so the masks are the topmost bits.
    private readonly ulong _strictMask;
    private readonly ulong _looseMask;
    private readonly ChunkerParameters _parameters;

    public FastCdc(ChunkerParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = parameters;
        var bits = BitOperations.Log2((uint)parameters.AverageBytes);
        _strictMask = TopBits(bits + 2);
        _looseMask = TopBits(bits - 2);
    }

    public ChunkerParameters Parameters => _parameters;

    /// <summary>
    /// Length of the first chunk of <paramref name="window"/>, or 0 where the window does not say yet: fewer bytes than the
    /// maximum, no cut among them, and <paramref name="endOfInput"/> false. At the end of input the rest is a chunk.
    /// </summary>
    /// <param name="window">What follows the last cut; the maximum chunk length is always enough.</param>
    /// <param name="endOfInput">Whether nothing comes after the window.</param>
    public int Cut(ReadOnlySpan<byte> window, bool endOfInput)
    {
        var length = Math.Min(window.Length, _parameters.MaxBytes);
        if (length > _parameters.MinBytes)
        {
            var middle = Math.Min(length, _parameters.AverageBytes);
            ref var data = ref MemoryMarshal.GetReference(window);
            ulong hash = 0;
            var cut = Scan(ref data, _parameters.MinBytes, middle, _strictMask, ref hash);
            if (cut == 0)
            {
                cut = Scan(ref data, middle, length, _looseMask, ref hash);
            }

            if (cut != 0)
            {
                return cut;
            }
        }

        return length == _parameters.MaxBytes || endOfInput ? length : 0;
    }

    // Eight bytes a round. References in place of indexes: the bounds checks would cost a third of the speed, and this is the
    // hottest loop of a client. Every access lies below `end`, which the caller has clamped to the window.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Scan(ref byte data, int start, int end, ulong mask, ref ulong state)
    {
        ref var gear = ref MemoryMarshal.GetReference(GearTable.Values);
        var hash = state;
        var position = start;
        for (; position <= end - 8; position += 8)
        {
            ref var at = ref Unsafe.Add(ref data, position);
            hash = (hash << 1) + Unsafe.Add(ref gear, at);
            if ((hash & mask) == 0)
            {
                return position + 1;
            }

            hash = (hash << 1) + Unsafe.Add(ref gear, Unsafe.Add(ref at, 1));
            if ((hash & mask) == 0)
            {
                return position + 2;
            }

            hash = (hash << 1) + Unsafe.Add(ref gear, Unsafe.Add(ref at, 2));
            if ((hash & mask) == 0)
            {
                return position + 3;
            }

            hash = (hash << 1) + Unsafe.Add(ref gear, Unsafe.Add(ref at, 3));
            if ((hash & mask) == 0)
            {
                return position + 4;
            }

            hash = (hash << 1) + Unsafe.Add(ref gear, Unsafe.Add(ref at, 4));
            if ((hash & mask) == 0)
            {
                return position + 5;
            }

            hash = (hash << 1) + Unsafe.Add(ref gear, Unsafe.Add(ref at, 5));
            if ((hash & mask) == 0)
            {
                return position + 6;
            }

            hash = (hash << 1) + Unsafe.Add(ref gear, Unsafe.Add(ref at, 6));
            if ((hash & mask) == 0)
            {
                return position + 7;
            }

            hash = (hash << 1) + Unsafe.Add(ref gear, Unsafe.Add(ref at, 7));
            if ((hash & mask) == 0)
            {
                return position + 8;
            }
        }

        for (; position < end; position++)
        {
            hash = (hash << 1) + Unsafe.Add(ref gear, Unsafe.Add(ref data, position));
            if ((hash & mask) == 0)
            {
                return position + 1;
            }
        }

        state = hash;
        return 0;
    }

    private static ulong TopBits(int count) => ~0UL << (64 - count);
}
