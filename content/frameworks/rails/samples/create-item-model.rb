# app/models/item.rb
class Item < ApplicationRecord
  validates :title, presence: true
  validate :title_was_sent_as_text

  private

  # Otherwise the column turns a number into text without a word.
  def title_was_sent_as_text
    errors.add(:title, "must be a string") unless title_before_type_cast.is_a?(String)
  end
end
