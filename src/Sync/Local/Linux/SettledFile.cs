using Microsoft.Win32.SafeHandles;

namespace FileStorage.Sync.Local.Linux;

/// <summary>
/// Looks at an open file so that its times tell any later write: within one tick of the kernel's clock, two writes can leave the same times.
/// </summary>
internal static class SettledFile
{
    private const int CoarseClock = 5;

    /// <summary>A time further ahead is of another clock, which no wait reaches.</summary>
    private static readonly TimeSpan LongestTick = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Blink = TimeSpan.FromMilliseconds(1);

    /// <summary>The file as it is; null where it changes just now.</summary>
    public static async ValueTask<LocalEntry?> LookAsync(
        SafeFileHandle file, string name, OpenFolders folders, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (OpenFolders.Look(file, out var first) is not 0 and var error)
        {
            throw LinuxErrors.Unforeseen(error, name);
        }

        var entry = folders.EntryOf(first, name);
        var waited = false;
        for (var now = Now(); entry.ChangedTicks >= now && entry.ChangedTicks - now < LongestTick.Ticks; now = Now())
        {
            waited = true;
            await Task.Delay(Blink, clock, cancellationToken);
        }

        return !waited || (OpenFolders.Look(file, out var second) == 0 && folders.EntryOf(second, name) == entry) ? entry : null;
    }

    // The clock that files are stamped with.
    private static unsafe long Now()
    {
        TimeSpec time;
        return LibC.GetTime(CoarseClock, &time) == 0 ? time.Ticks : long.MaxValue;
    }
}
