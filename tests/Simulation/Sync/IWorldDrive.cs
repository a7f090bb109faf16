using FileStorage.Sync.Remote;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>The drive of a world: what devices and browsers talk to, and, for looking at when all is at rest, what is true of it.</summary>
internal interface IWorldDrive
{
    /// <summary>Makes it ready, before anything goes wrong.</summary>
    Task OpenAsync();

    IRemoteDrive ConnectTo(VirtualDevice device);

    /// <summary>Somebody does something in the browser.</summary>
    Task ActInBrowserAsync(SyncUsers users);

    /// <summary>Path and content of everything that is there, as of a <see cref="VirtualDisk"/>.</summary>
    Task<SortedDictionary<string, string>> PictureAsync();

    /// <summary>Every content that the newest version or an older one of anything has, the trash included: in hexadecimal.</summary>
    Task<IReadOnlySet<string>> KeptAsync();

    /// <summary>Looks for what is wrong inside.</summary>
    Task VerifyAsync();
}
