using System.Globalization;
using FileStorage.Storage.Backups;
using FileStorage.Storage.Chunks.Files;
using FileStorage.Storage.Chunks.Marks;

namespace FileStorage.Storage.Chunks.Disk;

/// <summary>Packs as files <c>0000019a8f3c2b10.pack</c>, the number in hex.</summary>
internal sealed class DiskPackFolder : IPackFolder
{
    private const string Extension = ".pack";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder;
    private readonly DriveInfo _drive;

    public DiskPackFolder(string folder)
    {
        _folder = Path.GetFullPath(folder);
        _drive = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(_folder)! : _folder);
    }

    public IStoreMark Mark => new DiskStoreMark(_folder);

    public long FreeBytes => _drive.AvailableFreeSpace;

    public long TotalBytes => _drive.TotalSize;

    public IReadOnlyList<PackInfo> List()
    {
        var packs = new List<PackInfo>();
        foreach (var file in new DirectoryInfo(_folder).EnumerateFiles("*" + Extension))
        {
            var name = Path.GetFileNameWithoutExtension(file.Name);
            if (name.Length == 16 && ulong.TryParse(name, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
            {
                packs.Add(new PackInfo(number, LinuxFiles.AllocatedBytes(file.FullName) ?? file.Length));
            }
        }

        return packs;
    }

    public IPackFile Create(ulong number)
    {
        var path = PathOf(number);
        try
        {
            var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(handle, OwnerOnly);
            }

            DurableFolder.Sync(_folder);
            return new DiskPackFile(handle);
        }
        catch (IOException e) when (DiskFull.Is(e))
        {
            throw DiskFull.Wrap(e);
        }
    }

    public IPackFile? OpenForReading(ulong number) => Open(number, FileAccess.Read);

    public IPackFile? OpenForDeleting(ulong number) => Open(number, FileAccess.ReadWrite);

    public void Delete(ulong number) => File.Delete(PathOf(number));

    private DiskPackFile? Open(ulong number, FileAccess access)
    {
        try
        {
            return new DiskPackFile(
                File.OpenHandle(PathOf(number), FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private string PathOf(ulong number) => Path.Combine(_folder, number.ToString("x16", CultureInfo.InvariantCulture) + Extension);
}
