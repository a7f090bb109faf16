using System.Runtime.InteropServices;

namespace FileStorage.Sync.Local.Linux;

/// <summary>What an error number means to the engine.</summary>
internal static class LinuxErrors
{
    /// <summary>The error of the call that was made last on this thread.</summary>
    public static int Last => Marshal.GetLastPInvokeError();

    /// <summary>The outcome of a change that failed.</summary>
    /// <exception cref="IOException">The error is one that nobody foresaw.</exception>
    public static LocalOutcome OutcomeOf(int error, string what) => error switch
    {
        _ when Errno.MeansFull(error) => new LocalOutcome.DiskFull(),
        _ when Errno.MeansDenied(error) => new LocalOutcome.Blocked(Text(error)),
        Errno.Exists => new LocalOutcome.NameTaken(),
        Errno.NameTooLong or Errno.Invalid => new LocalOutcome.NameImpossible(Text(error)),
        Errno.NotEmpty => new LocalOutcome.Changed(),
        Errno.OtherDevice => new LocalOutcome.Blocked("It lies on another file system."),
        _ => throw Unforeseen(error, what),
    };

    /// <summary>The exception for a call that has no outcome to say it with.</summary>
    public static IOException Unforeseen(int error, string what) => Errno.MeansFull(error)
        ? new LocalDiskFullException($"{what}: {Text(error)}")
        : new IOException($"{what}: {Text(error)}");

    public static string Text(int error) => Marshal.GetPInvokeErrorMessage(error);
}
