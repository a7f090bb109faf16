using FileStorage.Client.Connections;

namespace FileStorage.Cli.Sessions;

/// <summary>What holds transfers back; null where nothing does.</summary>
internal sealed record TransferLimits(BandwidthLimit? Upload, BandwidthLimit? Download);
