using System.ComponentModel.DataAnnotations;
using FileStorage.Storage.Chunks.Keys;

namespace FileStorage.Storage.Chunks.Disk;

/// <summary>Settings of the chunk store on a local disk.</summary>
public sealed class DiskChunkStoreOptions
{
    public const string Section = "Chunks";

    /// <summary>The data folder; packs go to <c>chunks</c> below it, keys to <c>keys</c>. Made where it is missing.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Directory { get; set; } = "data";

    /// <summary>
    /// Free space of the disk, in bytes, below which puts are refused. Unset: 1 GiB or a hundredth of the disk, whichever is less.
    /// </summary>
    [Range(0, long.MaxValue)]
    public long? ReserveBytes { get; set; }

    /// <summary>The master key, 32 bytes in base64. Unset: <see cref="MasterKeyFile"/>, or a key made at the first start.</summary>
    public string? MasterKey { get; set; }

    /// <summary>A file that holds the master key in base64, managed by somebody else. Only read.</summary>
    public string? MasterKeyFile { get; set; }

    /// <summary>The master key before the current one, for the one start that moves to <see cref="MasterKey"/>.</summary>
    public string? PreviousMasterKey { get; set; }

    /// <summary>As <see cref="PreviousMasterKey"/>, in a file.</summary>
    public string? PreviousMasterKeyFile { get; set; }

    /// <summary>A pack is closed once it is at least this long, in bytes.</summary>
    [Range(64 * 1024, 16L * 1024 * 1024 * 1024)]
    public long PackBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>How many packs are written to at the same time.</summary>
    [Range(1, 64)]
    public int Lanes { get; set; } = 2;

    /// <summary>Most bytes that one flush makes durable; at least one chunk always fits.</summary>
    [Range(1024 * 1024, 1024 * 1024 * 1024)]
    public int BatchBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Most bytes that wait for a flush; further puts wait before they take memory.</summary>
    [Range(1024 * 1024, 1024 * 1024 * 1024)]
    public int QueueBytes { get; set; } = 48 * 1024 * 1024;

    /// <summary>Most bytes of buffers kept for later use while nobody uses them.</summary>
    [Range(0, 1024 * 1024 * 1024)]
    public int KeptBufferBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Most packs held open for reading.</summary>
    [Range(1, 100_000)]
    public int OpenPacks { get; set; } = 256;

    internal MasterKeySettings MasterKeys() => new()
    {
        Current = MasterKey,
        CurrentFile = MasterKeyFile,
        Previous = PreviousMasterKey,
        PreviousFile = PreviousMasterKeyFile,
    };
}
