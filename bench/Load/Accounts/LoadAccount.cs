namespace FileStorage.Bench.Load.Accounts;

/// <summary>An account that load goes to: its drive and its devices.</summary>
/// <param name="UserId">Empty where only the tokens are known.</param>
/// <param name="DriveId">Likewise.</param>
/// <param name="DeviceIds">Likewise.</param>
/// <param name="Tokens">One a device.</param>
internal sealed record LoadAccount(Guid UserId, Guid DriveId, IReadOnlyList<Guid> DeviceIds, IReadOnlyList<string> Tokens);
