namespace FileStorage.Core.Faults;

/// <summary>Marks an exception that says: there is no room left, nothing was stored. Each store has its own; HTTP says 507 to all.</summary>
public interface IStorageFull;
