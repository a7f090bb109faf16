namespace FileStorage.Core.Faults;

/// <summary>Marks an exception that says: something this service depends on does not answer at the moment. HTTP says 503, try again.</summary>
public interface IUnavailable;
