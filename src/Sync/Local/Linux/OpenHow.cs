using System.Runtime.InteropServices;

namespace FileStorage.Sync.Local.Linux;

/// <summary>struct open_how of openat2.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenHow
{
    /// <summary>Never above the folder it starts from, through no symbolic link and no link of /proc.</summary>
    public const ulong StayInside = 0x08 | 0x04 | 0x02;

    public ulong Flags;
    public ulong Mode;
    public ulong Resolve;
}
