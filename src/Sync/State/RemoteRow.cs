using FileStorage.Sync.Remote;

namespace FileStorage.Sync.State;

/// <summary>An entry of the drive with the number of the listing that last held it.</summary>
public sealed record RemoteRow(RemoteEntry Entry, int Listing);
