using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace FileStorage.Sync.Local.Linux;

/// <summary>Permission bits of files that sync makes or changes: whoever may read may run, as chmod a+x under a umask does.</summary>
internal sealed unsafe class FileModes(uint hidden)
{
    /// <summary>Before the umask, which the kernel applies.</summary>
    public const uint NewFolder = 0x1FF;

    private const uint ReadAndWrite = 0x1B6;
    private const uint AnyRead = 0x124;
    private const uint AnyExecute = 0x49;

    public static bool IsAdministrator { get; } = LibC.EffectiveUser() == 0;

    /// <summary>With the umask of this process, which can only be read without being changed from /proc.</summary>
    public static FileModes OfThisProcess()
    {
        const string Field = "Umask:";
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
        return new FileModes(line is null ? 0x12 : Convert.ToUInt32(line[Field.Length..].Trim(), 8));
    }

    public uint NewFile(bool executable) => With(ReadAndWrite & ~hidden, executable);

    /// <summary>A mode that has the wanted bit already keeps the finer grain the user gave it.</summary>
    public static uint With(uint mode, bool executable) =>
        (mode & AnyExecute) != 0 == executable ? mode
        : executable ? mode | ((mode & AnyRead) >> 2)
        : mode & ~AnyExecute;

    /// <summary>Changes an open file by its link in /proc, which reaches exactly this file however it is called; 0 or an error number.</summary>
    public static int Set(SafeFileHandle file, uint mode, bool executable, DateTimeOffset modifiedAt)
    {
        var link = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{file.DangerousGetHandle()}");
        var times = stackalloc TimeSpec[2];
        times[0].Nanoseconds = LibC.TimeOmit;
        times[1] = TimeSpec.Of(modifiedAt);

        var wanted = With(mode, executable);
        return (wanted != mode && LibC.ChangeModeAt(LibC.CurrentFolder, link, wanted, 0) < 0)
            || LibC.SetTimesAt(LibC.CurrentFolder, link, times, 0) < 0
                ? LinuxErrors.Last
                : 0;
    }
}
