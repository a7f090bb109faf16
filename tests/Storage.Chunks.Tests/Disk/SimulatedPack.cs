using System.Runtime.InteropServices;

namespace FileStorage.Tests.Storage.Chunks.Tests.Disk;

/// <summary>A file as the page cache has it, and as the disk had it after the last flush.</summary>
internal sealed class SimulatedPack
{
    private const int SectorBytes = 512;

    private byte[] _durable = [];

    public List<byte> Content { get; private init; } = [];

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        if (offset + bytes.Length > Content.Count)
        {
            CollectionsMarshal.SetCount(Content, (int)offset + bytes.Length);
        }

        bytes.CopyTo(CollectionsMarshal.AsSpan(Content)[(int)offset..]);
    }

    public void Sync() => _durable = [.. Content];

    public SimulatedPack AfterPowerLoss(Random random)
    {
        // Any length between what was flushed and what was written, and of each sector the old content or the new.
        var length = random.Next(_durable.Length, Content.Count + 1);
        var after = new byte[length];
        _durable.CopyTo(after, 0);
        for (var sector = 0; sector < length; sector += SectorBytes)
        {
            if (random.Next(2) == 0)
            {
                var end = Math.Min(sector + SectorBytes, length);
                CollectionsMarshal.AsSpan(Content)[sector..end].CopyTo(after.AsSpan(sector));
            }
        }

        return new SimulatedPack { Content = [.. after], _durable = after };
    }
}
