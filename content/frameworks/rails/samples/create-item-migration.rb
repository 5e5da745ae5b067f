# db/migrate/20261123000000_create_items.rb
class CreateItems < ActiveRecord::Migration[8.1]
  def change
    create_table :items do |t|
      t.string :title, null: false
      t.timestamps
    end
  end
end
