namespace FileStorage.Sync.Local.Linux;

/// <summary>Error numbers of Linux (man 3 errno), as they are on x86 and ARM.</summary>
internal static class Errno
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int TryAgain = 11;
    public const int AccessDenied = 13;
    public const int Busy = 16;
    public const int Exists = 17;
    public const int OtherDevice = 18;
    public const int NotAFolder = 20;
    public const int IsAFolder = 21;
    public const int Invalid = 22;
    public const int TextBusy = 26;
    public const int NoSpace = 28;
    public const int ReadOnlyFileSystem = 30;
    public const int NameTooLong = 36;
    public const int NoSystemCall = 38;
    public const int NotEmpty = 39;
    public const int Loop = 40;
    public const int Stale = 116;
    public const int QuotaExceeded = 122;

    /// <summary>Whether nothing can be reached under the path: a name is missing, or is a file or a link in the place of a folder.</summary>
    public static bool MeansMissing(int error) => error is NoEntry or NotAFolder or Loop or OtherDevice;

    public static bool MeansDenied(int error) => error is NotPermitted or AccessDenied or Busy or ReadOnlyFileSystem or TextBusy;

    public static bool MeansFull(int error) => error is NoSpace or QuotaExceeded;
}
