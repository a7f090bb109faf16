using System.Runtime.InteropServices;

namespace FileStorage.Sync.Local.Linux;

/// <summary>struct statx, the fields that are used.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct Statx
{
    /// <summary>STATX_BASIC_STATS and STATX_BTIME.</summary>
    public const uint Wanted = 0x7ff | 0x800;

    private const uint HasBirth = 0x800;
    private const ulong IsMountRoot = 0x2000;
    private const int KindMask = 0xF000;
    private const int FolderKind = 0x4000;
    private const int FileKind = 0x8000;
    private const int AnyExecute = 0x49;

    [FieldOffset(0)]
    public uint Mask;

    [FieldOffset(8)]
    public ulong Attributes;

    [FieldOffset(16)]
    public uint LinkCount;

    [FieldOffset(20)]
    public uint User;

    [FieldOffset(24)]
    public uint Group;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public ulong Size;

    [FieldOffset(80)]
    public long BornSeconds;

    [FieldOffset(88)]
    public uint BornNanoseconds;

    [FieldOffset(96)]
    public long ChangedSeconds;

    [FieldOffset(104)]
    public uint ChangedNanoseconds;

    [FieldOffset(112)]
    public long ModifiedSeconds;

    [FieldOffset(120)]
    public uint ModifiedNanoseconds;

    [FieldOffset(136)]
    public uint DeviceMajor;

    [FieldOffset(140)]
    public uint DeviceMinor;

    public readonly ulong Device => ((ulong)DeviceMajor << 32) | DeviceMinor;

    public readonly bool IsFolder => (Mode & KindMask) == FolderKind;

    public readonly bool IsFile => (Mode & KindMask) == FileKind;

    public readonly uint Permissions => Mode & 0xFFFu;

    public readonly LocalKey Key => new(
        Inode, (Mask & HasBirth) != 0 ? TimeSpec.TicksOf(BornSeconds, BornNanoseconds) : 0);

    /// <summary>As an entry below a root on <paramref name="rootDevice"/>. What is mounted below the root is not ours: unmounting is not deleting.</summary>
    public readonly LocalEntry ToEntry(string name, ulong rootDevice)
    {
        var kind = IsFolder && Device == rootDevice && (name.Length == 0 || (Attributes & IsMountRoot) == 0) ? LocalKind.Folder
            : IsFile && Device == rootDevice ? LocalKind.File
            : LocalKind.Special;
        return new LocalEntry
        {
            Key = Key,
            Name = name,
            Kind = kind,
            SizeBytes = kind is LocalKind.File ? (long)Size : 0,
            ModifiedTicks = TimeSpec.TicksOf(ModifiedSeconds, ModifiedNanoseconds),
            ChangedTicks = TimeSpec.TicksOf(ChangedSeconds, ChangedNanoseconds),
            Executable = kind is LocalKind.File && (Mode & AnyExecute) != 0,
        };
    }
}
